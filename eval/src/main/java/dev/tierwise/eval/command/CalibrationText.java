package dev.tierwise.eval.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.calibrate.Goal;
import dev.tierwise.eval.calibrate.HalvesCheck;
import dev.tierwise.eval.calibrate.Outlook;
import dev.tierwise.eval.calibrate.Outlook.Measured;
import dev.tierwise.eval.report.Numbers;
import dev.tierwise.eval.rows.EvalSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The answer of {@code calibrate}, for people and for programs. */
final class CalibrationText {
    private CalibrationText() {}

    static String text(Goal goal, EvalSet set, String router, Outlook outlook, @Nullable HalvesCheck halves) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "threshold %.6f%n", outlook.threshold()));
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
        if (outlook.share().value() == 1 && !(goal instanceof Goal.StrongShare)) {
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

    private static String check(HalvesCheck halves) {
        String what =
                switch (halves.goal()) {
                    case Goal.StrongShare share -> "strong share";
                    case Goal.Quality quality -> "part of strong's quality";
                    case Goal.MaxLoss loss -> "loss";
                };
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
                "  %-22s %10s  [%s, %s]%n",
                label,
                format(measured.value(), kind),
                format(measured.interval().lo(), kind),
                format(measured.interval().hi(), kind)));
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
            check.put("mean", halves.measured().mean());
            check.put("spread", halves.measured().spread());
            if (Double.isNaN(halves.violations())) {
                check.putNull("violation_rate");
            } else {
                check.put("violation_rate", halves.violations());
            }
        }
        return node + System.lineSeparator();
    }

    private static void put(ObjectNode node, String key, Measured measured) {
        if (Double.isNaN(measured.value())) {
            node.putNull(key);
            node.putNull(key + "_ci");
        } else {
            node.put(key, measured.value());
            node.putArray(key + "_ci")
                    .add(measured.interval().lo())
                    .add(measured.interval().hi());
        }
    }
}
