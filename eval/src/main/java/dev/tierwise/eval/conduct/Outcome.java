package dev.tierwise.eval.conduct;

import java.util.List;

/**
 * What became of a row.
 *
 * @param seen one per request
 * @param seconds of the slowest request
 * @param healthy whether the proxy answered a plain request at once afterwards
 * @param faults what is wrong; empty where the row passes
 */
record Outcome(Row row, List<Seen> seen, ProviderSide provider, double seconds, boolean healthy, List<String> faults) {
    Outcome {
        seen = List.copyOf(seen);
        faults = List.copyOf(faults);
    }

    boolean passed() {
        return faults.isEmpty();
    }

    /** What the client saw, in one clause. */
    String clientWords() {
        if (seen.size() == 1) {
            return seen.getFirst().words();
        }
        long whole = seen.stream().filter(Seen::whole).count();
        return whole + " of " + seen.size() + " whole";
    }
}
