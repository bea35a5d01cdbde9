package dev.tierwise.eval.scores;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.metrics.Places;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.Ids;
import dev.tierwise.eval.rows.Table;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Any other router, as a CSV of {@code id,score}: higher means "send to strong first". With a third column {@code fold},
 * as {@code train --out-of-fold} writes it, rows are ranked among those of their fold. Immutable.
 */
public final class ScoresFile implements ScoreSource {
    private static final String FOLD = "fold";

    private final String name;
    private final String file;
    private final Map<String, Double> byId;
    private final Map<String, Integer> foldById;

    private ScoresFile(String name, String file, Map<String, Double> byId, Map<String, Integer> foldById) {
        this.name = name;
        this.file = file;
        this.byId = byId;
        this.foldById = foldById;
    }

    /** Reads a file given as {@code FILE} or {@code NAME=FILE}; without a name it is the file's, less its ending. */
    public static ScoresFile read(String argument) {
        int equals = argument.indexOf('=');
        Path path = Path.of(argument.substring(equals + 1));
        String fileName = String.valueOf(path.getFileName());
        String name = equals > 0 ? argument.substring(0, equals) : fileName.replaceFirst("\\.[^.]*$", "");
        Table table = Table.read(path);
        table.require("id", "score");
        Map<String, Double> byId = HashMap.newHashMap(table.rows().size());
        Map<String, Integer> foldById = new HashMap<>();
        for (CsvRow row : table.rows()) {
            String id = table.text(row, "id");
            if (table.has(FOLD)) {
                foldById.put(id, (int) table.number(row, FOLD));
            }
            double score = table.number(row, "score");
            Double before = byId.put(id, score);
            if (before != null && before != score) {
                throw row.problem(
                        "id \"" + id + "\" is there twice, with scores " + before + " and " + score + "; keep one");
            }
        }
        return new ScoresFile(name, table.file(), byId, foldById);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The scores of a set's rows.
     *
     * @throws BadInputException where a row has none
     */
    @Override
    public RouterScores over(EvalSet set) {
        Ids.requireAll(file, byId.keySet(), set.name(), set.ids(), set.prompts());
        double[] score =
                set.ids().stream().mapToDouble(id -> byId.getOrDefault(id, 0.0)).toArray();
        if (foldById.isEmpty()) {
            return RouterScores.router(name, score);
        }
        int[] fold =
                set.ids().stream().mapToInt(id -> foldById.getOrDefault(id, 0)).toArray();
        return RouterScores.crossValidated(name, score, Places.within(score, fold));
    }

    @Override
    public boolean wasTrainedOn(String sha256) {
        return false;
    }
}
