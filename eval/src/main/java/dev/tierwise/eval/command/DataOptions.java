package dev.tierwise.eval.command;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How labelled prompts are read and priced; the same options in every command. */
final class DataOptions {
    @Mixin
    private OutcomeOptions outcomes = new OutcomeOptions();

    @Option(
            names = "--price",
            paramLabel = "MODEL=IN,OUT",
            description = "Dollars per million prompt and answer tokens of a model, or of \"strong\" and \"weak\".")
    private List<String> price = List.of();

    @Option(names = "--prices", paramLabel = "FILE", description = "The same from a CSV with model, input and output.")
    private @Nullable Path prices;

    @Option(
            names = "--output-tokens",
            paramLabel = "N",
            defaultValue = "300",
            description = "Tokens of an answer whose length the data does not give (default: ${DEFAULT-VALUE}).")
    private double outputTokens;

    EvalSetReader reader() {
        return reader(List.of());
    }

    /** @param tiers columns from cheap to dear, whose ends are weak and strong where nobody named them */
    EvalSetReader reader(List<String> tiers) {
        if (!(outputTokens >= 0 && outputTokens < Double.POSITIVE_INFINITY)) {
            throw new BadInputException("--output-tokens " + outputTokens + " is not 0 or more");
        }
        // A bundle cuts what it scores by itself; lengths and costs are of the whole.
        ReadOptions asked = outcomes.read(RoutingText.UNCUT);
        ReadOptions options = asked.strong().isEmpty() && !tiers.isEmpty()
                ? asked.withTiers(List.of(tiers.getLast()), List.of(tiers.getFirst()))
                : asked;
        return new EvalSetReader(options, outcomes.ties(), Prices.of(prices, price), new TokenCounts(outputTokens));
    }
}
