package dev.tierwise.eval.pool;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.eval.rows.Ids;
import dev.tierwise.eval.rows.Table;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A router among many models, as a CSV of {@code id} and one column of predicted quality per model. */
public final class ModelScores {
    private final String name;
    private final Table table;
    private final Map<String, CsvRow> byId;

    private ModelScores(String name, Table table, Map<String, CsvRow> byId) {
        this.name = name;
        this.table = table;
        this.byId = byId;
    }

    /** Reads a file given as {@code FILE} or {@code NAME=FILE}. */
    public static ModelScores read(String argument) {
        int equals = argument.indexOf('=');
        Path path = Path.of(argument.substring(equals + 1));
        String stem = String.valueOf(path.getFileName()).replaceFirst("\\.[^.]*$", "");
        Table table = Table.read(path);
        table.require("id");
        Map<String, CsvRow> byId = HashMap.newHashMap(table.rows().size());
        for (CsvRow row : table.rows()) {
            String id = table.text(row, "id");
            CsvRow before = byId.put(id, row);
            if (before != null && !before.cells().toList().equals(row.cells().toList())) {
                throw row.problem("id \"" + id + "\" is there twice, on line " + before.line() + " with other values;"
                        + " keep one");
            }
        }
        return new ModelScores(equals > 0 ? argument.substring(0, equals) : stem, table, byId);
    }

    public String name() {
        return name;
    }

    /** Its predictions for a pool's rows, all of which it must have. */
    public TierPredictions over(ModelPool pool) {
        table.require(pool.models().toArray(String[]::new));
        Ids.requireAll(table.file(), byId.keySet(), pool.file(), pool.ids(), pool.prompts());
        double[][] predicted = new double[pool.models().size()][pool.rows()];
        List<String> ids = pool.ids();
        for (int model = 0; model < predicted.length; model++) {
            for (int row = 0; row < pool.rows(); row++) {
                CsvRow record = byId.get(ids.get(row));
                predicted[model][row] = record == null
                        ? Double.NaN
                        : table.number(record, pool.models().get(model));
            }
        }
        return new TierPredictions(name, predicted);
    }
}
