package dev.tierwise.training.robust;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.BadInputException;
import java.util.Comparator;
import java.util.List;

/**
 * Who sees which prompts: three fifths are for the router, one for whoever attacks it, one for the figures.
 *
 * @param splits by the prompts' text
 * @param most prompts of a file that are attacked with, and that are measured on
 */
public record Fifths(Splits splits, int most) {
    private static final double LEARNED = 0.6;
    private static final double ATTACKED_WITH = 0.8;
    private static final int FEWEST = 20;

    /** What a router may learn from, in the rows' order. */
    public List<Observation> learned(List<Observation> rows) {
        return rows.stream().filter(row -> place(row) < LEARNED).toList();
    }

    /** What an attacker of a file's prompts knows. */
    List<Observation> known(List<Observation> rows, String file) {
        return between(rows, file, LEARNED, ATTACKED_WITH);
    }

    /** What is measured on. */
    List<Observation> measured(List<Observation> rows, String file) {
        return between(rows, file, ATTACKED_WITH, 1);
    }

    /**
     * Before minutes of training.
     *
     * @throws BadInputException where a file has too little to attack with or to measure on
     */
    public void requireEnough(List<Observation> rows) {
        for (String file : RobustnessStudy.files(rows)) {
            int least = Math.min(known(rows, file).size(), measured(rows, file).size());
            if (least < FEWEST) {
                throw new BadInputException(file + " has "
                        + rows.stream().filter(row -> row.file().equals(file)).count()
                        + " prompts, of which a fifth is searched on and a fifth is measured on; at least " + FEWEST
                        + " of each are needed, there are " + least);
            }
        }
    }

    private List<Observation> between(List<Observation> rows, String file, double from, double to) {
        return rows.stream()
                .filter(row -> row.file().equals(file) && place(row) >= from && place(row) < to)
                .sorted(Comparator.comparingDouble(this::place))
                .limit(most)
                .toList();
    }

    private double place(Observation row) {
        return splits.fraction(row.prompt());
    }
}
