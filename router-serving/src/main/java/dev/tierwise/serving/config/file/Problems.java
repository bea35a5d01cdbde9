package dev.tierwise.serving.config.file;

import dev.tierwise.core.io.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Everything that is wrong with a file, each with its place. */
public final class Problems {
    private record Problem(int line, int column, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    public Problems(String file) {
        this.file = file;
    }

    void add(Optional<Mark> mark, String message) {
        add(mark, message, "");
    }

    /** The place is put between the two parts of the sentence. */
    void add(Optional<Mark> mark, String head, String tail) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        found.add(new Problem(line, column, head + " (" + file + ":" + line + ":" + column + ")" + tail));
    }

    /**
     * Does nothing where nothing was found.
     *
     * @throws BadInputException with one problem a line, in the order of the file
     */
    public void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        String all = found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .map(Problem::text)
                .distinct()
                .collect(Collectors.joining("\n"));
        throw new BadInputException(found.size() == 1 ? all : file + " has " + found.size() + " problems:\n" + all);
    }
}
