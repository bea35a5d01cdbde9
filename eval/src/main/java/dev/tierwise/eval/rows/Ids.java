package dev.tierwise.eval.rows;

import dev.tierwise.core.io.BadInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ids by which a file of scores names the rows of another. */
public final class Ids {
    private Ids() {}

    /**
     * Makes sure that every row has a score, and one of its own.
     *
     * @param scored ids in {@code file}
     * @param data name of the file with the rows
     * @throws BadInputException where a row has none, or an id stands for two prompts
     */
    public static void requireAll(
            String file, Set<String> scored, String data, List<String> ids, List<String> prompts) {
        List<String> missing = ids.stream().filter(id -> !scored.contains(id)).toList();
        if (missing.size() == ids.size()) {
            throw new BadInputException(file + ": none of its " + scored.size() + " ids is in " + data
                    + " (its first id is \"" + scored.iterator().next() + "\", the data's is \"" + missing.getFirst()
                    + "\"); the column id must hold the ids of the data");
        }
        if (!missing.isEmpty()) {
            throw new BadInputException(file + ": " + missing.size() + " of the " + ids.size() + " rows of " + data
                    + " have no score, the first being id \"" + missing.getFirst()
                    + "\"; score every row, so that all routers are measured on the same ones");
        }
        Map<String, String> promptById = HashMap.newHashMap(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            String other = promptById.putIfAbsent(ids.get(i), prompts.get(i));
            if (other != null && !other.equals(prompts.get(i))) {
                throw new BadInputException(data + ": the id \"" + ids.get(i) + "\" stands for two prompts, and " + file
                        + " has one score for both; give each prompt an id of its own");
            }
        }
    }
}
