package dev.tierwise.training.bundle;

import static dev.tierwise.training.bundle.CardText.data;
import static dev.tierwise.training.bundle.CardText.interval;
import static dev.tierwise.training.bundle.CardText.line;
import static dev.tierwise.training.bundle.CardText.reproduce;
import static dev.tierwise.training.bundle.CardText.section;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Measured;
import java.util.List;

/** The page for people that goes with a prior. */
final class PriorCard {
    private PriorCard() {}

    static String write(Manifest manifest, List<String> account, double parity) {
        StringBuilder card = new StringBuilder();
        line(card, "# Router `%s`", manifest.name());
        line(card, "");
        line(
                card,
                "Ranks prompts by how difficult they are among prompts of their kind, before anything is known of the"
                        + " models or the traffic. It is what `adapt` starts from; by itself it is about as good as prompt"
                        + " length, which on unknown traffic is hard to beat.");
        data(card, manifest, account);
        section(card, "Figures");
        line(
                card,
                "Each source is scored by a prior that was fitted without it and without tests of its kind. APGR is the"
                        + " mean over up to six pairs of tiers made of the models that were measured there. Where even good"
                        + " models mostly fail, the easy prompts are where strong is worth its price, so difficulty ranks"
                        + " below .5 there: adapt to such traffic, do not use the prior as it is.");
        line(card, "");
        line(card, "| source | rows | APGR | of length alone | correlation with difficulty |");
        line(card, "|---|--:|---|---|---|");
        for (Measured measured : manifest.metrics()) {
            line(
                    card,
                    "| %s | %d | %s | %s | %s |",
                    measured.dataset(),
                    measured.rows(),
                    interval(measured.figures().get("apgr")),
                    interval(measured.figures().get("apgr_length")),
                    interval(measured.figures().get("difficulty_correlation")));
        }
        section(card, "How it was made");
        line(card, "- Difficulty: the Rasch model of each source, all models of the source together.");
        line(
                card,
                "- Head: ridge regression of difficulty on the embedding of `%s` and %d surface features, inputs and labels"
                        + " standardised within each source, plus twice the prompt's length.",
                manifest.encoder().id(),
                manifest.features().surface().size());
        line(
                card,
                "- Calibration: a line, from held-out scores on the sources whose better models are right on 60 %% or more."
                        + " It is right for no pair in particular: read the win probability as a rank.");
        line(card, "- Parity: the ONNX graph is within %.1e of what was fitted, on every row.", parity);
        line(card, "- %s.", manifest.training().libraries());
        reproduce(card, manifest);
        return card.toString();
    }
}
