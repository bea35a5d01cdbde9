package dev.tierwise.training.bundle;

import static dev.tierwise.training.bundle.CardText.data;
import static dev.tierwise.training.bundle.CardText.exactness;
import static dev.tierwise.training.bundle.CardText.interval;
import static dev.tierwise.training.bundle.CardText.limits;
import static dev.tierwise.training.bundle.CardText.line;
import static dev.tierwise.training.bundle.CardText.reproduce;
import static dev.tierwise.training.bundle.CardText.section;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.measure.Measurement;
import dev.tierwise.training.tiers.TierMeasurement;
import java.util.List;

/** The page for people that goes with a bundle that rates several tiers. */
final class TiersCard {
    private TiersCard() {}

    static String write(Manifest manifest, ModelPool pool, double parity) {
        StringBuilder card = new StringBuilder();
        line(card, "# Router `%s`", manifest.name());
        line(card, "");
        line(
                card,
                "Predicts for a prompt what the answer of each of %d tiers is worth, in 0..1. The cheapest tier that"
                        + " suffices answers (`floor`), or the one with the highest quality - lambda x cost (`lambda`).",
                pool.models().size());
        line(card, "");
        for (int tier = 0; tier < pool.models().size(); tier++) {
            line(card, "- `%s`: $%.4f per 1,000 prompts", pool.models().get(tier), 1000 * pool.meanCost(tier));
        }
        data(card, manifest, List.of(pool.left() + " rows on which some tier was not measured are left out"));
        figures(card, manifest);
        calibration(card, manifest, pool);
        section(card, "How it was made");
        line(
                card,
                "- Features: the embedding of `%s` (%d numbers) and %d surface features.",
                manifest.encoder().id(),
                manifest.encoder().dimension(),
                manifest.features().surface().size());
        line(card, "- Head: %s.", manifest.head().reason());
        line(card, "- Calibration: %s.", manifest.head().calibration());
        exactness(card, manifest, parity);
        limits(card);
        reproduce(card, manifest);
        return card.toString();
    }

    private static void figures(StringBuilder card, Manifest manifest) {
        section(card, "Figures");
        line(
                card,
                "AIQ is the mean quality for a budget drawn at random between the cheapest and the dearest tier's cost"
                        + " (RouterBench). *Mixtures* are the best that random mixtures of the tiers can buy, with hindsight on"
                        + " these very rows; *best single* is one tier, and the cheapest below its price. In brackets, 95 %%"
                        + " intervals of a paired bootstrap over prompts.");
        line(card, "");
        line(card, "| rows held out | AIQ | mixtures | over mixtures | best single | over best single |");
        line(card, "|---|---|---|---|---|---|");
        for (Measured measured : manifest.metrics()) {
            line(
                    card,
                    "| %s | %s | %s | %s | %s | %s |",
                    measured.split(),
                    interval(measured.figures().get("aiq")),
                    interval(measured.figures().get("aiq_mixtures")),
                    interval(measured.figures().get("aiq_minus_mixtures")),
                    interval(measured.figures().get("aiq_best_single")),
                    interval(measured.figures().get("aiq_minus_best_single")));
        }
        for (Measured measured : manifest.metrics()) {
            Figure gain = measured.figures().get("aiq_minus_mixtures");
            if (gain == null || gain.low() == null || gain.low() <= 0) {
                line(card, "");
                line(
                        card,
                        "With %s, this router is not shown to beat random mixtures of the tiers: do not rely on it there.",
                        measured.split());
            }
        }
    }

    private static void calibration(StringBuilder card, Manifest manifest, ModelPool pool) {
        line(card, "");
        line(
                card,
                "Expected calibration error by tier, %d bins, and what ratings like these would not exceed in 95 of 100 such"
                        + " files if they were perfectly calibrated.",
                CalibrationError.BINS);
        line(card, "");
        line(card, "| tier |%s", columns(manifest, " %s |"));
        line(card, "|---|%s", columns(manifest, "---|"));
        for (String tier : pool.models()) {
            StringBuilder row = new StringBuilder();
            manifest.metrics()
                    .forEach(measured -> row.append(' ')
                            .append(interval(measured.figures().get(TierMeasurement.ECE + tier)))
                            .append(", by chance ")
                            .append(interval(measured.figures().get(Measurement.ECE_NULL95 + " " + tier)))
                            .append(" |"));
            line(card, "| %s |%s", tier, row);
        }
    }

    private static String columns(Manifest manifest, String format) {
        StringBuilder columns = new StringBuilder();
        manifest.metrics().forEach(measured -> columns.append(String.format(format, measured.split())));
        return columns.toString();
    }
}
