package dev.tierwise.eval.report;

import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.strategy.StrategyResult;
import dev.tierwise.eval.sweep.DatasetResult;
import org.jspecify.annotations.Nullable;

/**
 * What one file of rows gave.
 *
 * @param dataset routers between two tiers, and their baselines
 * @param pool many models, and what chooses among them; null where the file has fewer than three with a price
 * @param strategies strategies on recorded answers; null where none were given
 */
public record FileResult(
        DatasetResult dataset,
        @Nullable PoolResult pool,
        @Nullable StrategyResult strategies) {}
