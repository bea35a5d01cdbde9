package dev.tierwise.eval.conduct;

import dev.tierwise.eval.conduct.Expectation.By;
import dev.tierwise.eval.conduct.Expectation.End;
import dev.tierwise.eval.simulate.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares what happened in a row with what is expected, and says what is wrong. */
final class Verdict {
    private static final int COUNTED = 60;
    private static final String SIXTY =
            IntStream.rangeClosed(1, COUNTED).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    /** Retries that follow one another faster than this are no longer spread. */
    private static final double SPREAD = 0.003;

    private final Row row;
    private final Expectation expects;
    private final ProviderSide provider;
    private final List<String> faults = new ArrayList<>();

    private Verdict(Row row, ProviderSide provider) {
        this.row = row;
        this.expects = row.expects();
        this.provider = provider;
    }

    /** What is wrong; empty where nothing is. */
    static List<String> of(Row row, List<Seen> seen, ProviderSide provider, boolean healthy) {
        Verdict verdict = new Verdict(row, provider);
        for (Seen one : seen) {
            verdict.end(one);
        }
        if (seen.size() == 1) {
            verdict.times(seen.getFirst());
            verdict.names(seen.getFirst());
        } else {
            verdict.series(seen);
        }
        verdict.calls();
        verdict.check(healthy, "not healthy afterwards");
        return verdict.faults;
    }

    private void check(boolean holds, String fault, Object... values) {
        if (!holds) {
            faults.add(String.format(Locale.ROOT, fault, values));
        }
    }

    private void end(Seen seen) {
        boolean truncated = seen.status() == 200 && seen.error() == null && seen.broken() == null && !seen.ended();
        check(!truncated, "a truncated answer was presented as a success");
        String says = expects.says();
        if (seen.whole()) {
            check(
                    says == null ? seen.text().equals(SIXTY) : seen.text().contains(says),
                    "text was lost, repeated or changed in what looks whole");
        }
        switch (expects.end()) {
            case WHOLE ->
                check(seen.whole(), "expected %s, got: %s", expects.end().words(), seen.words());
            case ERROR_EVENT ->
                check(seen.toldOfError(), "expected %s, got: %s", expects.end().words(), seen.words());
            case WHOLE_OR_ERROR_EVENT ->
                check(
                        seen.whole() || seen.toldOfError(),
                        "expected %s, got: %s",
                        expects.end().words(),
                        seen.words());
            case ERROR ->
                check(
                        seen.status() == expects.status()
                                && String.valueOf(seen.error()).contains(String.valueOf(says)),
                        "expected status %d and its words, got: %s",
                        expects.status(),
                        seen.words());
        }
    }

    private void times(Seen seen) {
        check(seen.seconds() >= expects.minSeconds(), "over after %.2f s already", seen.seconds());
        check(seen.seconds() <= expects.maxSeconds(), "took %.2f s", seen.seconds());
    }

    /** An answer carries the name and the usage of the model that gave it. */
    private void names(Seen seen) {
        boolean byFallback = !provider.fallback().isEmpty();
        if (expects.end() != End.WHOLE || !seen.whole()) {
            return;
        }
        check(byFallback == (expects.by() == By.FALLBACK), "answered by the %s model", byFallback ? "other" : "first");
        String other = byFallback ? row.primary() : Models.FALLBACKS.getOrDefault(row.fallback(), "");
        check(
                !seen.model().equals(other) && !(byFallback && seen.model().equals(row.model())),
                "named %s, which did not answer",
                seen.model());
        if (byFallback && provider.primary().stream().noneMatch(call -> row.request().stream())) {
            check(seen.outputTokens() == COUNTED, "usage of %d tokens", seen.outputTokens());
        }
    }

    private void calls() {
        List<Double> gaps = provider.gaps();
        check(
                provider.primary().size() <= expects.maxPrimary(),
                "%d calls of the failing model",
                provider.primary().size());
        check(
                provider.fallback().size() <= expects.maxFallback(),
                "%d calls of the other model",
                provider.fallback().size());
        if (expects.maxGap() > 0) {
            check(
                    !gaps.isEmpty() && gaps.getFirst() >= expects.minGap() && gaps.getFirst() <= expects.maxGap(),
                    "the second call came after %s s",
                    gaps);
        }
        if (row.request().times() == 1 && gaps.size() > 1) {
            check(gaps.stream().anyMatch(gap -> gap > SPREAD), "retries came at once: after %s s", gaps);
        }
    }

    /** Traffic comes back to a model that is well again. */
    private void series(List<Seen> seen) {
        List<RecordedRequest> primary = provider.primary();
        if (primary.isEmpty()) {
            check(false, "the failing model was never asked");
            return;
        }
        Duration out = Duration.ofSeconds(60);
        List<RecordedRequest> well = primary.stream()
                .filter(call ->
                        Duration.between(primary.getFirst().time(), call.time()).compareTo(out) >= 0)
                .toList();
        check(!well.isEmpty(), "traffic did not come back");
        if (!well.isEmpty()) {
            double after =
                    Duration.between(primary.getFirst().time(), well.getFirst().time())
                                    .minus(out)
                                    .toMillis()
                            / 1e3;
            check(after <= 10, "traffic came back %.1f s after recovery", after);
        }
        check(
                seen.getLast().model().equals(row.primary()),
                "the last answer is by %s",
                seen.getLast().model());
    }
}
