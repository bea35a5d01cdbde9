package dev.tierwise.serving.endurance;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests by what became of them. Thread-safe. */
final class Tally {
    /** What a client saw. */
    enum Outcome {
        WHOLE("a whole answer"),
        ERROR_EVENT("a stream that says it broke off"),
        REFUSED("an error with a status"),
        LEFT("the client left"),
        BROKEN_OFF("the connection ended inside an answer, as HTTP can tell"),
        PASSED_FOR_WHOLE("an incomplete answer that looks whole");

        private final String description;

        Outcome(String description) {
            this.description = description;
        }
    }

    private final Map<Outcome, LongAdder> outcomes = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> oddities = new ConcurrentSkipListMap<>();

    void count(Outcome outcome, String model) {
        outcomes.computeIfAbsent(outcome, any -> new LongAdder()).increment();
        if (outcome == Outcome.PASSED_FOR_WHOLE || outcome == Outcome.BROKEN_OFF) {
            oddities.computeIfAbsent(outcome + " " + model, any -> new LongAdder())
                    .increment();
        }
    }

    long of(Outcome outcome) {
        LongAdder count = outcomes.get(outcome);
        return count == null ? 0 : count.sum();
    }

    long total() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Numbers in the order of {@link Outcome}. */
    String row() {
        StringBuilder row = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            row.append(String.format("%7d", of(outcome)));
        }
        return row.toString();
    }

    /** What each number of {@link #row} counts, and by model what was odd. */
    String legend() {
        StringBuilder legend = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            legend.append(String.format("%9d  %s%n", of(outcome), outcome.description));
        }
        new TreeMap<>(oddities)
                .forEach((what, count) -> legend.append(String.format("           %s: %s%n", what, count)));
        return legend.toString();
    }
}
