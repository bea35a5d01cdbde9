package dev.tierwise.eval.rows;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.data.WideTable;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.rows.Prices.Price;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of labelled prompts into columns.
 *
 * @param options which columns, and which rows
 * @param ties when strong counts as the winner
 * @param prices of the tiers' models, or of {@code strong} and {@code weak}; empty where money is not asked for
 */
public record EvalSetReader(ReadOptions options, TieRule ties, Prices prices, TokenCounts tokens) {
    private static final List<String> TIER_NAMES = List.of("strong", "weak");

    /**
     * Reads one file.
     *
     * @throws BadInputException where it cannot be read, or no row tells the tiers apart
     */
    public EvalSet read(Path file) {
        try (ObservationReader reader = ObservationReader.open(file, options)) {
            List<Observation> rows = reader.readAll();
            double[] strong =
                    rows.stream().mapToDouble(row -> row.outcome().strong()).toArray();
            double[] weak =
                    rows.stream().mapToDouble(row -> row.outcome().weak()).toArray();
            if (Arrays.equals(strong, weak)) {
                throw new BadInputException(file + ": strong and weak are equal on each of the " + rows.size()
                        + " rows, so there is nothing to route; check --strong and --weak, or the labels");
            }
            List<String> prompts = rows.stream().map(Observation::prompt).toList();
            List<@Nullable String> categories = new ArrayList<>(rows.size());
            rows.forEach(row -> categories.add(row.category()));
            return new EvalSet(
                    String.valueOf(file.getFileName()),
                    reader.account(),
                    rows.stream().map(Observation::id).toList(),
                    prompts,
                    categories,
                    strong,
                    weak,
                    rows.stream()
                            .mapToDouble(row -> ties.win(row.outcome()).orElse(Double.NaN))
                            .toArray(),
                    Splits.numbers(prompts),
                    rows.stream().mapToDouble(Observation::weight).toArray(),
                    prices.isEmpty() ? null : costs(file, reader.shape(), rows));
        }
    }

    private Costs costs(Path file, Shape shape, List<Observation> rows) {
        List<String> strong = priced(options.strong(), "strong");
        List<String> weak = priced(options.weak(), "weak");
        double[] strongCost = new double[rows.size()];
        double[] weakCost = new double[rows.size()];
        if (shape != Shape.WIDE) {
            Arrays.setAll(strongCost, i -> mean(strong, rows.get(i).prompt(), null, 0));
            Arrays.setAll(weakCost, i -> mean(weak, rows.get(i).prompt(), null, 0));
            return new Costs(strongCost, weakCost, tokens.basis(0, 0));
        }
        List<String> columns = options.strong().isEmpty()
                ? TIER_NAMES
                : Stream.concat(options.strong().stream(), options.weak().stream())
                        .toList();
        int weakFrom = Math.max(1, options.strong().size());
        long measured = 0;
        try (WideTable table =
                options.contaminated() ? WideTable.withContaminated(file, columns) : WideTable.open(file, columns)) {
            int next = 0;
            for (WideTable.Row row = table.next(); row != null && next < rows.size(); row = table.next()) {
                if (row.line() != rows.get(next).line()) {
                    continue;
                }
                strongCost[next] = mean(strong, row.prompt(), row, 0);
                weakCost[next] = mean(weak, row.prompt(), row, weakFrom);
                for (int model = 0; model < columns.size(); model++) {
                    boolean known = !Double.isNaN(row.outputTokens()[model]) || !Double.isNaN(row.outputChars()[model]);
                    measured += known ? 1 : 0;
                }
                next++;
            }
        }
        return new Costs(strongCost, weakCost, tokens.basis(measured, (long) rows.size() * columns.size()));
    }

    /** What each column of a tier goes by in the price list: all by the tier's own name where that has a price. */
    private List<String> priced(List<String> tier, String name) {
        if (tier.isEmpty()) {
            return List.of(name);
        }
        return prices.models().contains(name) ? Collections.nCopies(tier.size(), name) : tier;
    }

    private double mean(List<String> models, String prompt, WideTable.@Nullable Row row, int from) {
        double sum = 0;
        for (int i = 0; i < models.size(); i++) {
            Price price = prices.require(models.get(i));
            double outputTokens = row == null ? Double.NaN : row.outputTokens()[from + i];
            double outputChars = row == null ? Double.NaN : row.outputChars()[from + i];
            sum += price.of(tokens.input(prompt), tokens.output(outputTokens, outputChars));
        }
        return sum / models.size();
    }
}
