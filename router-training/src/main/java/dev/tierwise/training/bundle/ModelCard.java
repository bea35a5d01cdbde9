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
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.training.measure.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page for people that goes with a bundle. */
final class ModelCard {
    private ModelCard() {}

    static String write(Trained trained) {
        Manifest manifest = trained.manifest();
        StringBuilder card = new StringBuilder();
        line(card, "# Router `%s`", manifest.name());
        line(card, "");
        line(
                card,
                "Scores a prompt with the probability that the strong tier's answer beats the weak tier's, and sends it to"
                        + " the strong tier where that reaches a threshold.");
        line(card, "");
        for (Tier tier : manifest.tiers()) {
            line(card, "- %s: %s", tier.name(), models(tier));
        }
        wins(card, manifest.ties());
        data(card, manifest, trained.account());
        figures(card, manifest);
        made(card, trained);
        limits(card);
        reproduce(card, manifest);
        return card.toString();
    }

    private static void figures(StringBuilder card, Manifest manifest) {
        section(card, "Figures");
        line(
                card,
                "From %s, with the choice of the head family inside it: no row is scored by a router that was fitted,"
                        + " calibrated or chosen on it. In brackets, 95 %% intervals of a paired bootstrap over prompts."
                        + " ECE has %d bins of equal mass; *by chance* is what it would not exceed in 95 of 100 such files"
                        + " if every probability were right.",
                manifest.metrics().getFirst().split(),
                CalibrationError.BINS);
        line(card, "");
        String split = manifest.metrics().getFirst().split();
        table(
                card,
                manifest.metrics().stream().filter(m -> m.split().equals(split)).toList());
        List<Measured> others = manifest.metrics().stream()
                .filter(m -> !m.split().equals(split))
                .toList();
        if (!others.isEmpty()) {
            line(card, "");
            line(
                    card,
                    "For traffic of a kind that was not trained on, %s, each scored by a router of the same family that"
                            + " has seen none of its prompts:",
                    others.getFirst().split());
            line(card, "");
            table(card, others);
        }
        for (Measured measured : manifest.metrics()) {
            Figure difference = measured.figures().get("apgr_minus_length");
            if (difference == null || difference.low() == null || difference.low() <= 0) {
                line(card, "");
                line(
                        card,
                        "On %s (%s) this router is not shown to beat prompt length alone: do not rely on it there.",
                        measured.dataset(),
                        measured.split());
            }
        }
    }

    private static void table(StringBuilder card, List<Measured> rows) {
        line(card, "| file | rows | APGR | of length alone | difference | CPT50 | CPT80 | AUROC | ECE | by chance |");
        line(card, "|---|--:|---|---|---|---|---|---|---|--:|");
        for (Measured measured : rows) {
            Map<String, Figure> f = measured.figures();
            line(
                    card,
                    "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s |",
                    measured.dataset(),
                    measured.rows(),
                    interval(f.get("apgr")),
                    interval(f.get("apgr_length")),
                    interval(f.get("apgr_minus_length")),
                    interval(f.get("cpt50")),
                    interval(f.get("cpt80")),
                    interval(f.get("auroc")),
                    interval(f.get("ece")),
                    interval(f.get(Measurement.ECE_NULL95)));
        }
    }

    private static void made(StringBuilder card, Trained trained) {
        Manifest manifest = trained.manifest();
        section(card, "How it was made");
        line(
                card,
                "- Features: %s%d surface features%s.",
                manifest.encoder().dimension() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%s of `%s` (%d numbers, the first %d tokens of a prompt) and ",
                                manifest.features().pooling() == Pooling.WHOLE
                                        ? "the embedding"
                                        : "the embeddings of question and answer options, read together and pooled apart,",
                                manifest.encoder().id(),
                                manifest.encoder().dimension(),
                                manifest.encoder().maxTokens()),
                manifest.features().surface().size(),
                manifest.head().inputs().containsKey(OnnxScorer.WORD_BUCKETS)
                        ? ", and the words of the first " + WordCounter.MAX_TOKENS + " tokens"
                        : "");
        line(card, "- Head: `%s`: %s.", manifest.head().kind(), manifest.head().reason());
        line(
                card,
                "- Calibration: %s, on %d rows by what had not been fitted to them; AUROC %.4f before, %.4f after.",
                manifest.head().calibration(),
                trained.calibrationRows(),
                trained.aurocRaw(),
                trained.aurocCalibrated());
        exactness(card, manifest, trained.parity());
    }
}
