package dev.tierwise.training.bundle;

import static dev.tierwise.training.bundle.CardText.data;
import static dev.tierwise.training.bundle.CardText.exactness;
import static dev.tierwise.training.bundle.CardText.interval;
import static dev.tierwise.training.bundle.CardText.limits;
import static dev.tierwise.training.bundle.CardText.line;
import static dev.tierwise.training.bundle.CardText.models;
import static dev.tierwise.training.bundle.CardText.reproduce;
import static dev.tierwise.training.bundle.CardText.section;
import static dev.tierwise.training.bundle.CardText.wins;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.Tier;
import java.util.Map;

/** The page for people that goes with an adapted bundle. */
final class AdaptedCard {
    private AdaptedCard() {}

    static String write(Adapted adapted) {
        Manifest manifest = adapted.manifest();
        StringBuilder card = new StringBuilder();
        line(card, "# Router `%s`", manifest.name());
        line(card, "");
        line(
                card,
                "Scores a prompt with the probability that the strong tier's answer beats the weak tier's. It is the"
                        + " router `%s`, adapted to %d labelled prompts.",
                adapted.router(),
                manifest.training().rows());
        line(card, "");
        for (Tier tier : manifest.tiers()) {
            line(card, "- %s: %s", tier.name(), models(tier));
        }
        wins(card, manifest.ties());
        data(card, manifest, adapted.account());
        figures(card, adapted);
        section(card, "How it was made");
        line(
                card,
                "- Head: %s; the prior's own graph is part of `head.onnx`.",
                manifest.head().reason());
        line(
                card,
                "- Calibration: %s, on the out-of-fold scores of the same rows.",
                manifest.head().calibration());
        exactness(card, manifest, adapted.parity());
        limits(card);
        reproduce(card, manifest);
        return card.toString();
    }

    private static void figures(StringBuilder card, Adapted adapted) {
        section(card, "Figures");
        line(
                card,
                "From 5-fold cross-validation by prompt: no row is scored by an adaptation that has seen it (the"
                        + " calibration is the exception: it is fitted to all out-of-fold scores). In brackets,"
                        + " 95 %% intervals of a paired bootstrap over prompts.");
        line(card, "");
        line(
                card,
                "| file | rows | APGR | of `%s` | of length alone | gained over `%s` | over length | AUROC | ECE |",
                adapted.router(),
                adapted.router());
        line(card, "|---|--:|---|---|---|---|---|---|---|");
        for (Measured measured : adapted.manifest().metrics()) {
            Map<String, Figure> f = measured.figures();
            line(
                    card,
                    "| %s | %d | %s | %s | %s | %s | %s | %s | %s |",
                    measured.dataset(),
                    measured.rows(),
                    interval(f.get("apgr")),
                    interval(f.get("apgr_router")),
                    interval(f.get("apgr_length")),
                    interval(f.get("apgr_minus_router")),
                    interval(f.get("apgr_minus_length")),
                    interval(f.get("auroc")),
                    interval(f.get("ece")));
        }
        line(card, "");
        adapted.warnings().forEach(warning -> line(card, "- Warning: %s.", warning));
    }
}
