package dev.tierwise.eval.command;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.data.TieRule.Ties;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How labelled prompts are read and priced; the same options in every command. */
final class DataOptions {
    @Option(
            names = "--strong",
            paramLabel = "COLUMN",
            split = ",",
            description = "Column of the strong model; several, comma-separated, are a tier: their mean.")
    private List<String> strong = List.of();

    @Option(names = "--weak", paramLabel = "COLUMN", split = ",", description = "The same for the weak one.")
    private List<String> weak = List.of();

    @Option(
            names = "--format",
            defaultValue = "auto",
            description = "Shape of the data: ${COMPLETION-CANDIDATES} (default: told from the header).")
    private Shape format = Shape.AUTO;

    @Option(
            names = "--ties",
            defaultValue = "weak",
            description = "What a tie is worth to strong: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Ties ties = Ties.WEAK;

    @Option(
            names = "--margin",
            defaultValue = "0",
            description = "A win is a gain above this, in the unit of the scores (default: ${DEFAULT-VALUE}).")
    private double margin;

    @Option(
            names = "--contaminated",
            defaultValue = "drop",
            description = "Rows marked contaminated: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Contaminated contaminated = Contaminated.DROP;

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
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new BadInputException("--margin " + margin + " is not 0 or more");
        }
        if (!(outputTokens >= 0 && outputTokens < Double.POSITIVE_INFINITY)) {
            throw new BadInputException("--output-tokens " + outputTokens + " is not 0 or more");
        }
        boolean named = !strong.isEmpty() || !weak.isEmpty() || tiers.isEmpty();
        ReadOptions options = new ReadOptions(
                format,
                named ? strong : List.of(tiers.getLast()),
                named ? weak : List.of(tiers.getFirst()),
                contaminated == Contaminated.KEEP,
                RoutingText.AS_WRITTEN);
        return new EvalSetReader(
                options, new TieRule(ties, margin), Prices.of(prices, price), new TokenCounts(outputTokens));
    }
}
