package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.eval.pool.PoolEvaluation;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.pool.TierBundle;
import dev.tierwise.eval.report.FileResult;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.scores.ScoreSource;
import dev.tierwise.eval.strategy.StrategyEvaluation;
import dev.tierwise.eval.strategy.StrategyResult;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the routers of one command on files of rows, one file at a time. The rows of the two tiers are read and scored
 * once for all that is asked of them; those on which many models were measured are others, and read by themselves.
 *
 * @param bootstrap rounds and seed of all intervals, and the seed of the control
 * @param shuffled whether outcomes are dealt out anew between rows, as a control
 * @param strategies what replays recorded answers of the two tiers, each of which is one model; null where none are given
 */
record FileEvaluation(
        EvalSetReader reader,
        List<ScoreSource> sources,
        Choosers choosers,
        Bootstrap bootstrap,
        boolean shuffled,
        @Nullable StrategyEvaluation strategies) {

    /** All that is asked of one file. */
    FileResult of(Path file) throws IOException, InterruptedException {
        EvalSet read = reader.read(file);
        List<RouterScores> scores =
                sources.stream().map(source -> source.over(read)).toList();
        EvalSet set = shuffled ? read.withShuffledOutcomes(bootstrap.seed()) : read;
        StrategyResult replayed = strategies == null
                ? null
                : strategies.evaluate(
                        set,
                        reader.options().strong().getFirst(),
                        reader.options().weak().getFirst(),
                        reader.prices(),
                        scores);
        DatasetResult swept = remarked(new Sweep(bootstrap).over(set, scores), file);
        return new FileResult(swept, pool(file), replayed);
    }

    private DatasetResult remarked(DatasetResult result, Path file) throws IOException {
        String digest = Digests.sha256(file);
        List<String> trainedOnIt = Stream.concat(
                        sources.stream()
                                .filter(source -> source.wasTrainedOn(digest))
                                .map(ScoreSource::name),
                        choosers.bundles().stream()
                                .filter(bundle -> bundle.wasTrainedOn(digest))
                                .map(TierBundle::name))
                .toList();
        DatasetResult remarked = result;
        for (String name : trainedOnIt) {
            remarked = remarked.withRemark(name + " was trained on this very file: its figures here say how well"
                    + " it remembers, not how well it routes.");
        }
        return remarked;
    }

    private @Nullable PoolResult pool(Path file) {
        Optional<ModelPool> pool = ModelPool.read(
                file, reader.prices(), reader.tokens(), reader.options().contaminated());
        if (pool.isEmpty()) {
            if (!choosers.names().isEmpty()) {
                throw new BadInputException(choosers.names().getFirst() + " chooses among many models, and " + file
                        + " has no three columns with a price; add --price COLUMN=INPUT,OUTPUT for each of them");
            }
            return null;
        }
        ModelPool rows = shuffled ? pool.get().withShuffledOutcomes(bootstrap.seed()) : pool.get();
        return new PoolEvaluation(bootstrap).evaluate(rows, choosers.over(rows));
    }
}
