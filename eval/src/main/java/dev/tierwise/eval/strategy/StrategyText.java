package dev.tierwise.eval.strategy;

import dev.tierwise.eval.metrics.Interval;
import java.util.Locale;

/** Strategies as a terminal shows them. */
public final class StrategyText {
    private static final double PER = 1000;

    private StrategyText() {}

    /** A table, and what it rests on. */
    public static String of(StrategyResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%nStrategies on the recorded answers of %s, %d prompts, where each first keeps 95 %% of strong's"
                        + " quality%n%n%-36s %-26s %-24s %-24s %s%n",
                result.dataset(),
                result.rows(),
                "strategy",
                "dollars per 1,000",
                "quality",
                "saving",
                "saving less that of " + result.compared()));
        for (StrategyResult.Row row : result.strategies()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-36s %-26s %-24s %-24s %s%n",
                    row.name(),
                    figure("%.3f", PER * row.cost(), row.costInterval().times(PER)),
                    figure("%.3f", row.quality(), row.qualityInterval()),
                    figure("%.3f", row.saving(), row.savingInterval()),
                    row.gainInterval().isKnown() ? figure("%+.3f", row.gain(), row.gainInterval()) : ""));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%nThe checks let %d of %d weak answers pass. A strategy that falls short of 95 %% sends a random"
                                + " share straight to strong;%nthose with a threshold are swept. Tokens are estimated at"
                                + " 4 characters each, prompts and answers. Speculative: the%nverifier is taken to accept"
                                + " a draft that ends in the number its own recorded answer ends in, which flatters it.%n",
                        result.accepted(),
                        result.rows()))
                .toString();
    }

    private static String figure(String format, double value, Interval interval) {
        return interval.isKnown()
                ? String.format(
                        Locale.ROOT, format + " [" + format + ", " + format + "]", value, interval.lo(), interval.hi())
                : "-";
    }
}
