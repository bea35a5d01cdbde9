package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of a table's columns. Problems are gathered while its readers look for their columns and thrown together by
 * {@link #check()}, so that a header is mended once. Not thread-safe.
 */
public final class Header {
    /** The position of a column that is not there. */
    public static final int ABSENT = -1;

    private static final int NAMES_SHOWN = 60;
    private static final int CHARS_SHOWN = 80;

    private final String file;
    private final long line;
    private final List<String> names;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean missing;

    Header(String file, long line, List<String> names) {
        this.file = file;
        this.line = line;
        this.names = List.copyOf(names);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank()) {
                problem("column " + (i + 1) + " has no name, name it or delete it");
                continue;
            }
            Integer first = columns.putIfAbsent(name, i);
            if (first != null) {
                problem("column " + quoted(name) + " is there twice, as column " + (first + 1) + " and column "
                        + (i + 1) + ", rename one");
            }
        }
    }

    /** The names, in the order of the file. */
    public List<String> names() {
        return names;
    }

    int size() {
        return names.size();
    }

    boolean has(String name) {
        return columns.containsKey(name);
    }

    /** Position of a column, from 0, or {@link #ABSENT}. */
    public int find(String name) {
        return columns.getOrDefault(name, ABSENT);
    }

    /** Position of a column that must be there; where it is not, a problem is noted. */
    public int require(String name) {
        return require(name, names);
    }

    /** The same, where only some of the columns may be meant. */
    int require(String name, Collection<String> candidates) {
        int column = candidates.contains(name) ? find(name) : ABSENT;
        if (column == ABSENT) {
            missing = true;
            problem("there is no column " + quoted(name)
                    + Nearest.to(name, candidates)
                            .map(near -> ", did you mean " + quoted(near) + "?")
                            .orElse(""));
        }
        return column;
    }

    /** Notes that the header lacks something that no single name says, so that the names it has are shown too. */
    void lacking(String problem) {
        missing = true;
        problem(problem);
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** Throws all that was noted, in one message. */
    public void check() {
        if (problems.isEmpty()) {
            return;
        }
        String all = String.join("; ", problems);
        throw BadInputException.at(file, line, missing ? all + "; the columns are " + shown(names) : all);
    }

    /** Names for a message, comma-separated, bounded. */
    static String shown(Collection<String> names) {
        String some = String.join(
                ", ", names.stream().limit(NAMES_SHOWN).map(Header::shortened).toList());
        return names.size() > NAMES_SHOWN ? some + " and " + (names.size() - NAMES_SHOWN) + " more" : some;
    }

    /** Text from a file as a message quotes it, bounded. */
    static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    private static String shortened(String text) {
        return text.length() > CHARS_SHOWN ? text.substring(0, CHARS_SHOWN) + "..." : text;
    }
}
