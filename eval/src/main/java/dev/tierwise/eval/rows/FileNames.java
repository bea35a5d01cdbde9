package dev.tierwise.eval.rows;

import dev.tierwise.core.io.BadInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The names by which figures, tables and plots of several data files are kept. */
public final class FileNames {
    private FileNames() {}

    /**
     * Makes sure that of no two files one would be kept alone, or both as one.
     *
     * @param kept what is kept of a file's name
     * @throws BadInputException where two have the same
     */
    public static void requireDistinct(List<Path> files, UnaryOperator<String> kept) {
        Map<String, Path> named = new HashMap<>();
        for (Path file : files) {
            String name = kept.apply(String.valueOf(file.getFileName()));
            Path before = named.put(name, file);
            if (file.equals(before)) {
                throw new BadInputException("--data names " + file + " twice; name it once");
            }
            if (before != null) {
                throw new BadInputException("--data has two files of the name \"" + name + "\", " + before + " and "
                        + file + "; rename one");
            }
        }
    }
}
