package dev.tierwise.eval.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.calibrate.Goal;
import dev.tierwise.eval.calibrate.HalvesCheck;
import dev.tierwise.eval.calibrate.Outlook;
import dev.tierwise.eval.calibrate.Outlook.Measured;
import dev.tierwise.eval.report.Numbers;
import dev.tierwise.eval.rows.EvalSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The answer of {@code calibrate}, for people and for programs. */
final class CalibrationText {
    private static final int DECIMALS = 6;
    /** Beyond, zeros say less than an exponent. */
    private static final int MOST_DECIMALS = 25;

    private static final double MOST_READABLE = 1e15;

    private CalibrationText() {}

    static String text(Goal goal, EvalSet set, String router, Outlook outlook, @Nullable HalvesCheck halves) {
        StringBuilder text = new StringBuilder();
        boolean allStrong = outlook.share().value() == 1;
        text.append(
                String.format("threshold %s%s%n", threshold(outlook.threshold()), allStrong ? " (all to strong)" : ""));
        text.append(String.format("Promised: %s.%n%n", goal.claim()));
        text.append(
                String.format(Locale.ROOT, "%s on %s, n=%d, with 95 %% intervals:%n", router, set.name(), set.rows()));
        line(text, "strong share", outlook.share(), Kind.SHARE);
        line(text, "quality", outlook.quality(), Kind.NUMBER);
        line(text, "of strong's quality", outlook.keptQuality(), Kind.SHARE);
        line(text, "mean loss", outlook.loss(), Kind.NUMBER);
        if (set.costs() != null) {
            line(text, "cost of 1,000 prompts", outlook.costPer1000(), Kind.DOLLARS);
            line(text, "saving against strong", outlook.saving(), Kind.SHARE);
            text.append(String.format("(%s)%n", set.costs().basis()));
        }
        if (!outlook.keptQuality().interval().isKnown()) {
            text.append(String.format(
                    "%nStrong earns nothing in too many samples of these %d rows for a part of its quality to have an"
                            + " interval: take more rows.%n",
                    set.rows()));
        }
        if (allStrong && !(goal instanceof Goal.StrongShare)) {
            text.append(String.format(
                    "%nNo threshold short of \"all strong\" can be promised to meet this with %d rows"
                            + " and this router: take more rows, or ask for less.%n",
                    set.rows()));
        }
        if (halves != null) {
            text.append(String.format("%n%s%n", check(halves)));
        }
        return text.toString();
    }

    /**
     * A threshold as it can be copied: with six decimals where that is the whole number, else with all it has, since
     * rounding may carry it over a score.
     */
    static String threshold(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        boolean readable = Math.abs(value) < MOST_READABLE && exact.scale() < MOST_DECIMALS;
        return readable
                ? exact.setScale(Math.max(DECIMALS, exact.scale()), RoundingMode.UNNECESSARY)
                        .toPlainString()
                : Double.toString(value);
    }

    private static String check(HalvesCheck halves) {
        String what =
                switch (halves.goal()) {
                    case Goal.StrongShare share -> "strong share";
                    case Goal.Quality quality -> "part of strong's quality";
                    case Goal.MaxLoss loss -> "loss";
                };
        if (Double.isNaN(halves.measured().mean())) {
            return String.format(
                    "Chosen on one random half and measured on the other, %d times: strong earns nothing on some of the"
                            + " halves, so that no part of its quality can be told; take more rows.",
                    halves.measured().rounds());
        }
        String text = String.format(
                Locale.ROOT,
                "Chosen on one random half and measured on the other, %d times: %s mean %.4f, spread %.4f",
                halves.measured().rounds(),
                what,
                halves.measured().mean(),
                halves.measured().spread());
        return switch (halves.goal()) {
            case Goal.StrongShare share -> text + String.format(Locale.ROOT, " (asked for %.4f).", share.share());
            case Goal.Quality quality ->
                text
                        + String.format(
                                Locale.ROOT,
                                "; under the floor of %.4f in %.1f %% of them (claimed: at most %.1f %%).",
                                quality.part(),
                                100 * halves.violations(),
                                100 * (1 - quality.confidence()));
            case Goal.MaxLoss loss ->
                loss.confidence().isPresent()
                        ? text
                                + String.format(
                                        Locale.ROOT,
                                        "; over the bound of %.4f in %.1f %% of them (claimed: at most %.1f %%).",
                                        loss.bound(),
                                        100 * halves.violations(),
                                        100 * (1 - loss.confidence().getAsDouble()))
                        : text
                                + String.format(
                                        Locale.ROOT,
                                        " (claimed: a mean of at most %.4f; single halves were over it in %.1f %%).",
                                        loss.bound(),
                                        100 * halves.violations());
        };
    }

    private enum Kind {
        NUMBER,
        SHARE,
        DOLLARS
    }

    private static void line(StringBuilder text, String label, Measured measured, Kind kind) {
        text.append(String.format(
                Locale.ROOT,
                "  %-22s %10s%s%n",
                label,
                format(measured.value(), kind),
                measured.interval().isKnown()
                        ? "  [" + format(measured.interval().lo(), kind) + ", "
                                + format(measured.interval().hi(), kind) + "]"
                        : ""));
    }

    private static String format(double value, Kind kind) {
        return switch (kind) {
            case NUMBER -> Numbers.plain(value);
            case SHARE -> Numbers.percent(value);
            case DOLLARS -> Numbers.dollars(value);
        };
    }

    static String json(Goal goal, String router, double threshold) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("router", router);
        node.put("threshold", threshold);
        node.put("claim", goal.claim());
        return node + System.lineSeparator();
    }

    static String json(Goal goal, EvalSet set, String router, Outlook outlook, @Nullable HalvesCheck halves) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("router", router);
        node.put("threshold", outlook.threshold());
        node.put("claim", goal.claim());
        node.put("dataset", set.name());
        node.put("n", set.rows());
        put(node, "strong_share", outlook.share());
        put(node, "quality", outlook.quality());
        put(node, "kept_quality", outlook.keptQuality());
        put(node, "loss", outlook.loss());
        put(node, "cost_per_1000", outlook.costPer1000());
        put(node, "saving", outlook.saving());
        if (halves != null) {
            ObjectNode check = node.putObject("check");
            check.put("rounds", halves.measured().rounds());
            put(check, "mean", halves.measured().mean());
            put(check, "spread", halves.measured().spread());
            put(check, "violation_rate", halves.violations());
        }
        return node + System.lineSeparator();
    }

    private static void put(ObjectNode node, String key, Measured measured) {
        put(node, key, measured.value());
        if (Double.isFinite(measured.value()) && measured.interval().isKnown()) {
            node.putArray(key + "_ci")
                    .add(measured.interval().lo())
                    .add(measured.interval().hi());
        } else {
            node.putNull(key + "_ci");
        }
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
