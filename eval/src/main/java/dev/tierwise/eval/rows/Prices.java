package dev.tierwise.eval.rows;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Nearest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What models charge, in dollars per million tokens. Immutable. */
public final class Prices {
    public static final Prices NONE = new Prices(Map.of());

    private static final double MILLION = 1e6;

    private final Map<String, Price> byModel;

    /**
     * One model's price.
     *
     * @param input dollars per million tokens of the prompt
     * @param output dollars per million tokens of the answer
     */
    public record Price(double input, double output) {
        /** Dollars for one call. */
        public double of(double inputTokens, double outputTokens) {
            return (input * inputTokens + output * outputTokens) / MILLION;
        }
    }

    private Prices(Map<String, Price> byModel) {
        this.byModel = Collections.unmodifiableMap(byModel);
    }

    /**
     * Prices as a command names them.
     *
     * @param file CSV with the columns {@code model}, {@code input} and {@code output}
     * @param given {@code MODEL=INPUT,OUTPUT} each; they win over the file
     */
    public static Prices of(@Nullable Path file, List<String> given) {
        Map<String, Price> prices = new LinkedHashMap<>();
        if (file != null) {
            Table table = Table.read(file);
            table.require("model", "input", "output");
            for (CsvRow row : table.rows()) {
                String model = table.text(row, "model");
                Price price = price(model, table.number(row, "input"), table.number(row, "output"));
                Price before = prices.put(model, price);
                if (before != null && !before.equals(price)) {
                    throw row.problem("model \"" + model + "\" is there twice, with other prices; keep one");
                }
            }
        }
        for (String text : given) {
            int equals = text.lastIndexOf('=');
            String[] numbers = text.substring(equals + 1).split(",", -1);
            if (equals <= 0 || numbers.length != 2) {
                throw new BadInputException("--price " + text
                        + " is not MODEL=INPUT,OUTPUT in dollars per million tokens, for example gpt-x=2.50,10");
            }
            String model = text.substring(0, equals);
            try {
                prices.put(model, price(model, Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
            } catch (NumberFormatException e) {
                throw new BadInputException("--price " + text + ": INPUT and OUTPUT must be numbers", e);
            }
        }
        return new Prices(prices);
    }

    private static Price price(String model, double input, double output) {
        if (!(input >= 0 && output >= 0 && input + output < Double.POSITIVE_INFINITY)) {
            throw new BadInputException("the price of " + model + " is " + input + "," + output
                    + "; both must be 0 or more dollars per million tokens");
        }
        return new Price(input, output);
    }

    public boolean isEmpty() {
        return byModel.isEmpty();
    }

    public Set<String> models() {
        return byModel.keySet();
    }

    /** The price of a model that must have one. */
    public Price require(String model) {
        Price price = byModel.get(model);
        if (price == null) {
            throw new BadInputException("there is no price for \"" + model + "\""
                    + Nearest.to(model, byModel.keySet())
                            .map(near -> ", did you mean \"" + near + "\"?")
                            .orElse("")
                    + "; prices are given for " + String.join(", ", byModel.keySet())
                    + "; add --price " + model + "=INPUT,OUTPUT in dollars per million tokens");
        }
        return price;
    }
}
