package dev.tierwise.training.command;

import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import dev.tierwise.training.rows.LabelledPrompts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Several tiers and what they cost; the same options in every command that learns to rate them. */
final class TierOptions {
    @Option(
            names = "--tiers",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Instead of --strong and --weak, three or more columns of a wide file with scores in 0..1: the"
                            + " router rates each of them. Needs prices.")
    private List<String> tiers = List.of();

    @Option(
            names = "--price",
            paramLabel = "TIER=IN,OUT",
            description = "Dollars per million prompt and answer tokens of a tier.")
    private List<String> price = List.of();

    @Option(names = "--prices", paramLabel = "FILE", description = "The same from a CSV with model, input and output.")
    private @Nullable Path prices;

    boolean isEmpty() {
        return tiers.isEmpty();
    }

    /** The rows on which every tier was measured, tiers from cheap to dear. */
    ModelPool read(List<Path> files, boolean contaminated) {
        if (files.size() != 1) {
            throw new BadInputException("--tiers reads one wide file, " + files.size() + " are given");
        }
        return read(files.getFirst(), contaminated);
    }

    private ModelPool read(Path file, boolean contaminated) {
        long different = tiers.stream().distinct().count();
        if (different < 3 || different < tiers.size()) {
            throw new BadInputException("--tiers " + String.join(",", tiers)
                    + ": name three or more different columns, or two with --strong and --weak");
        }
        Prices known = Prices.of(prices, price);
        ModelPool pool = ModelPool.read(file, tiers, known, TokenCounts.DEFAULT, contaminated);
        List<String> byCost = IntStream.range(0, tiers.size())
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(pool::meanCost))
                .map(tiers::get)
                .toList();
        ModelPool sorted = ModelPool.read(file, byCost, known, TokenCounts.DEFAULT, contaminated);
        requireShares(sorted);
        requireDifference(sorted);
        return sorted;
    }

    private static void requireDifference(ModelPool pool) {
        boolean alike = IntStream.range(0, pool.rows())
                .allMatch(row -> IntStream.range(1, pool.models().size())
                        .allMatch(model -> pool.quality(model, row) == pool.quality(0, row)));
        if (alike) {
            throw new BadInputException(pool.file() + ": all tiers have the same score on each of the " + pool.rows()
                    + " rows, so there is nothing to choose by; check --tiers");
        }
    }

    private static void requireShares(ModelPool pool) {
        for (int row = 0; row < pool.rows(); row++) {
            for (int model = 0; model < pool.models().size(); model++) {
                double quality = pool.quality(model, row);
                if (!(quality >= 0 && quality <= 1)) {
                    throw new BadInputException(
                            pool.file() + ": row " + pool.ids().get(row) + " has " + quality + " for "
                                    + pool.models().get(model)
                                    + "; scores of tiers must be in 0..1, divide them by their best");
                }
            }
        }
        long prompts = pool.prompts().stream()
                .map(prompt -> Splits.normalised(RoutingText.DEFAULT.of(Prompt.of(prompt))))
                .distinct()
                .count();
        if (prompts < LabelledPrompts.FEWEST_PROMPTS) {
            throw new BadInputException(
                    pool.file() + ": " + prompts + " different prompts on which every tier was measured are too"
                            + " few to train on: at least " + LabelledPrompts.FEWEST_PROMPTS + " are needed");
        }
    }

    void appendTo(StringBuilder line) {
        LabelOptions.append(line, "--tiers", String.join(",", tiers));
        LabelOptions.append(line, "--prices", prices == null ? "" : LabelOptions.portable(prices));
        price.forEach(each -> LabelOptions.append(line, "--price", each));
    }
}
