package dev.tierwise.eval.report;

import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.strategy.StrategyResult;
import dev.tierwise.eval.sweep.DatasetResult;
import java.util.List;
import java.util.Map;

/**
 * All that is reported, before it takes a form.
 *
 * @param command the command that made it, so that it can be made again
 * @param shuffled whether the outcomes were shuffled as a control
 * @param pools what many models gave, by the name of the file, for files that have them
 * @param strategies what strategies gave on recorded answers, by the name of the file, where there are any
 */
public record Report(
        String command,
        Bootstrap bootstrap,
        boolean shuffled,
        List<DatasetResult> datasets,
        Map<String, PoolResult> pools,
        Map<String, StrategyResult> strategies) {}
