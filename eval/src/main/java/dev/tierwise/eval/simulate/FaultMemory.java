package dev.tierwise.eval.simulate;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What faults must remember between requests: when each was first asked for, and which prompts it has failed. */
final class FaultMemory {
    private static final int MAX_PROMPTS = 100_000;

    private final LongSupplier nanoClock;
    private final Map<String, Long> firstNanos = new LinkedHashMap<>();
    private final Set<String> failed = new HashSet<>();

    /** @param nanoClock as {@link System#nanoTime} */
    FaultMemory(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized Duration sinceFirst(String fault) {
        // Fault names are few: they are validated before they come here.
        long now = nanoClock.getAsLong();
        return Duration.ofNanos(now - firstNanos.computeIfAbsent(fault, f -> now));
    }

    /** True for the first request of this prompt. */
    synchronized boolean firstTime(String fault, String prompt) {
        if (failed.size() >= MAX_PROMPTS) {
            failed.clear();
        }
        return failed.add(fault + '\n' + prompt.length() + ' ' + prompt.hashCode());
    }

    synchronized void clear() {
        firstNanos.clear();
        failed.clear();
    }
}
