package dev.tierwise.eval.pool;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.rows.Tables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A router among many models, as a CSV of {@code id} and one column of predicted quality per model. */
public final class ModelScores {
    private final String name;
    private final Tables.Table table;

    private ModelScores(String name, Tables.Table table) {
        this.name = name;
        this.table = table;
    }

    /** Reads a file given as {@code FILE} or {@code NAME=FILE}. */
    public static ModelScores read(String argument) {
        int equals = argument.indexOf('=');
        Path path = Path.of(argument.substring(equals + 1));
        String stem = String.valueOf(path.getFileName()).replaceFirst("\\.[^.]*$", "");
        Tables.Table table = Tables.read(path);
        table.require("id");
        return new ModelScores(equals > 0 ? argument.substring(0, equals) : stem, table);
    }

    public String name() {
        return name;
    }

    /** Its predictions for a pool's rows, all of which it must have. */
    public TierPredictions over(ModelPool pool) {
        table.require(pool.models().toArray(String[]::new));
        Map<String, Tables.Row> byId = HashMap.newHashMap(table.rows().size());
        table.rows().forEach(row -> byId.put(row.get("id"), row));
        List<String> missing =
                pool.ids().stream().filter(id -> !byId.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            throw new BadInputException(table.file() + ": " + missing.size() + " of the " + pool.rows() + " rows of "
                    + pool.file() + " have no prediction, the first being id \"" + missing.getFirst()
                    + "\"; predict every row, so that all routers are measured on the same ones");
        }
        double[][] predicted = new double[pool.models().size()][pool.rows()];
        List<String> ids = pool.ids();
        for (int model = 0; model < predicted.length; model++) {
            for (int row = 0; row < pool.rows(); row++) {
                Tables.Row record = byId.get(ids.get(row));
                predicted[model][row] = record == null
                        ? Double.NaN
                        : table.number(record, pool.models().get(model));
            }
        }
        return new TierPredictions(name, predicted);
    }
}
