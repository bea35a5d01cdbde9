package dev.tierwise.eval.strategy;

import dev.tierwise.eval.metrics.Interval;
import java.util.List;

/**
 * Strategies side by side, each where it first keeps 95 % of the strong model's quality.
 *
 * @param rows how many prompts
 * @param accepted how many of the weak model's answers the checks let pass
 * @param compared name of the strategy the others are compared with
 */
public record StrategyResult(String dataset, int rows, int accepted, List<Row> strategies, String compared) {
    /**
     * One strategy.
     *
     * @param cost mean dollars of a prompt
     * @param saving part of always-strong's cost that is saved
     * @param gain saving less that of the strategy compared with
     * @param gainInterval 95 % interval of it, paired
     */
    public record Row(
            String name,
            double cost,
            Interval costInterval,
            double quality,
            Interval qualityInterval,
            double saving,
            Interval savingInterval,
            double gain,
            Interval gainInterval) {}

    public StrategyResult {
        strategies = List.copyOf(strategies);
    }
}
