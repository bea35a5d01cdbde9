package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.data.TieRule;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines and sections that the cards of all bundles share. */
public final class CardText {
    /** Name of a card's file in its bundle. */
    public static final String FILE = "MODEL_CARD.md";

    private CardText() {}

    static void wins(StringBuilder card, TieRule rule) {
        line(
                card,
                "- a win is strong - weak > %s; a tie counts as %s",
                number(rule.margin()),
                switch (rule.ties()) {
                    case WEAK -> "no win";
                    case HALF -> "half a win";
                    case DROP -> "neither and is left out of the fit";
                });
    }

    static void reproduce(StringBuilder card, Manifest manifest) {
        section(card, "Reproduce");
        line(card, "    %s", manifest.training().command());
        line(card, "");
        line(
                card,
                "Digest of the ids of the rows used: `%s`. The same data, seed and kind of machine give the same bytes in"
                        + " `head.onnx`.",
                manifest.training().rowIds());
    }

    static void data(StringBuilder card, Manifest manifest, List<String> account) {
        section(card, "Data");
        line(card, "| file | rows | used | sha256 |");
        line(card, "|---|--:|--:|---|");
        for (TrainingFile file : manifest.training().files()) {
            line(
                    card,
                    "| %s | %d | %d | `%s` |",
                    file.name(),
                    file.rows(),
                    file.used(),
                    file.sha256().substring(0, 16));
        }
        line(card, "");
        account.forEach(entry -> line(card, "- %s", entry));
    }

    static void exactness(StringBuilder card, Manifest manifest, double parity) {
        line(card, "- Parity: the ONNX graph is within %.1e of what was fitted, on every row.", parity);
        line(
                card,
                "- Seed %d; %s.",
                manifest.training().seed(),
                manifest.training().libraries());
    }

    static void limits(StringBuilder card) {
        section(card, "Limits");
        line(
                card,
                "The figures hold for prompts like the ones above. For other traffic and other models the order of the"
                        + " scores may still help, the probabilities need not hold: label a few hundred prompts of your own"
                        + " and evaluate before choosing a threshold. Words are counted in English only.");
    }

    static String models(Tier tier) {
        return tier.models().isEmpty() ? "as labelled" : "`" + String.join("`, `", tier.models()) + "`";
    }

    public static String interval(@Nullable Figure figure) {
        if (figure == null) {
            return "n/a";
        }
        String value = String.format(Locale.ROOT, "%.4f", figure.value());
        return figure.low() == null
                ? value
                : String.format(Locale.ROOT, "%s [%.4f, %.4f]", value, figure.low(), figure.high());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static void section(StringBuilder card, String title) {
        line(card, "");
        line(card, "## %s", title);
        line(card, "");
    }

    static void line(StringBuilder card, String format, Object... values) {
        card.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
