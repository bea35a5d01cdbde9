package dev.tierwise.eval.pool;

import dev.tierwise.core.data.Splits;
import dev.tierwise.core.data.WideTable;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.metrics.Columns;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The rows of a wide file on which every priced model was measured: quality and cost of each model's answer. */
public final class ModelPool {
    /** From here on there is something to choose among beyond two tiers. */
    private static final int MANY = 3;

    private final String file;
    private final List<String> models;
    private final List<WideTable.Row> rows;
    private final double[][] quality;
    private final double[][] cost;
    private final double[][] expectedCost;
    private final int[] promptNumbers;
    private final double[] weight;
    private final long left;

    private ModelPool(
            String file,
            List<String> models,
            List<WideTable.Row> rows,
            double[][] quality,
            double[][] cost,
            double[][] expectedCost,
            long left) {
        this.file = file;
        this.models = models;
        this.rows = rows;
        this.quality = quality;
        this.cost = cost;
        this.expectedCost = expectedCost;
        this.promptNumbers =
                Splits.numbers(rows.stream().map(WideTable.Row::prompt).toList());
        this.weight = rows.stream().mapToDouble(WideTable.Row::weight).toArray();
        this.left = left;
    }

    /**
     * Reads the priced models of a file; empty where it holds fewer than three of them.
     *
     * @param contaminated whether rows marked as contaminated count
     */
    public static Optional<ModelPool> read(Path file, Prices prices, TokenCounts tokens, boolean contaminated) {
        if (prices.models().size() < MANY) {
            return Optional.empty();
        }
        List<String> models;
        try (WideTable table = WideTable.open(file, List.of())) {
            models = table.header().stream().filter(prices.models()::contains).toList();
        } catch (BadInputException e) {
            // A labelled or pairwise file has no columns of models.
            return Optional.empty();
        }
        return models.size() < MANY ? Optional.empty() : Optional.of(read(file, models, prices, tokens, contaminated));
    }

    /**
     * Reads some models of a file.
     *
     * @param models columns, each with a price
     * @param contaminated whether rows marked as contaminated count
     */
    public static ModelPool read(
            Path file, List<String> models, Prices prices, TokenCounts tokens, boolean contaminated) {
        List<WideTable.Row> rows = new ArrayList<>();
        long left = 0;
        try (WideTable table = contaminated ? WideTable.withContaminated(file, models) : WideTable.open(file, models)) {
            for (WideTable.Row row = table.next(); row != null; row = table.next()) {
                if (Arrays.stream(row.scores()).noneMatch(Double::isNaN)) {
                    rows.add(row);
                } else {
                    left++;
                }
            }
        }
        if (rows.isEmpty()) {
            throw new BadInputException(file + ": no row has a score of each of the priced models "
                    + String.join(", ", models) + "; leave out the price of one that was measured on other rows");
        }
        double[][] quality = new double[models.size()][rows.size()];
        double[][] cost = new double[models.size()][rows.size()];
        double[][] expectedCost = new double[models.size()][rows.size()];
        for (int model = 0; model < models.size(); model++) {
            Prices.Price price = prices.require(models.get(model));
            double[] output = new double[rows.size()];
            for (int i = 0; i < rows.size(); i++) {
                WideTable.Row row = rows.get(i);
                output[i] = tokens.output(row.outputTokens()[model], row.outputChars()[model]);
                quality[model][i] = row.scores()[model];
                cost[model][i] = price.of(tokens.input(row.prompt()), output[i]);
            }
            double usual = Arrays.stream(output).average().orElse(0);
            for (int i = 0; i < rows.size(); i++) {
                expectedCost[model][i] = price.of(tokens.input(rows.get(i).prompt()), usual);
            }
        }
        return new ModelPool(String.valueOf(file.getFileName()), models, rows, quality, cost, expectedCost, left);
    }

    /** The same prompts and costs with the qualities of other rows, as {@link EvalSet#withShuffledOutcomes} has them. */
    public ModelPool withShuffledOutcomes(long seed) {
        int[] from = EvalSet.shuffled(rows(), seed);
        double[][] dealt =
                Arrays.stream(quality).map(model -> Columns.pick(model, from)).toArray(double[][]::new);
        return new ModelPool(file, models, rows, dealt, cost, expectedCost, left);
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    public List<String> models() {
        return models;
    }

    public int rows() {
        return rows.size();
    }

    /** Rows on which some priced model was not measured. */
    public long left() {
        return left;
    }

    public List<String> ids() {
        return rows.stream().map(WideTable.Row::id).toList();
    }

    /** {@code FILE:LINE} of a row, for messages. */
    public String place(int row) {
        return file + ":" + rows.get(row).line();
    }

    /** One per row, as it stands in the file. */
    public List<String> prompts() {
        return rows.stream().map(WideTable.Row::prompt).toList();
    }

    /** The test each row is from, empty where the file does not say. */
    public List<String> benchmarks() {
        return rows.stream().map(WideTable.Row::benchmark).toList();
    }

    /** One per row, empty where the row has none. */
    public List<String> categories() {
        return rows.stream()
                .map(row -> Objects.requireNonNullElse(row.category(), ""))
                .toList();
    }

    /** What a model's answer to a row was worth. */
    public double quality(int model, int row) {
        return quality[model][row];
    }

    /** Dollars. */
    double cost(int model, int row) {
        return cost[model][row];
    }

    /** Dollars as a router can know them: the prompt's own length, the model's usual answer. */
    double expectedCost(int model, int row) {
        return expectedCost[model][row];
    }

    /** Dollars, the mean over rows. */
    public double meanCost(int model) {
        double sum = 0;
        for (int row = 0; row < weight.length; row++) {
            sum += weight[row] * cost[model][row];
        }
        return sum / Arrays.stream(weight).sum();
    }

    /** A number for each row, equal for rows of one prompt. Shared, not copied. */
    public int[] promptNumbers() {
        return promptNumbers;
    }

    /** Above 0, one per row. Shared, not copied. */
    public double[] weight() {
        return weight;
    }
}
