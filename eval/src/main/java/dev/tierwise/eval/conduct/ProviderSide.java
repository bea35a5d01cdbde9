package dev.tierwise.eval.conduct;

import dev.tierwise.eval.simulate.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the provider saw of one row.
 *
 * @param primary calls to the failing model, in order
 * @param fallback calls to any other
 */
record ProviderSide(List<RecordedRequest> primary, List<RecordedRequest> fallback) {
    static ProviderSide of(Row row, List<RecordedRequest> all) {
        List<RecordedRequest> own =
                all.stream().filter(call -> call.body().contains(row.mark())).toList();
        String name = "\"" + row.primary() + "\"";
        return new ProviderSide(
                own.stream().filter(call -> call.body().contains(name)).toList(),
                own.stream().filter(call -> !call.body().contains(name)).toList());
    }

    /** Seconds between the calls to the failing model. */
    List<Double> gaps() {
        List<Instant> times = primary.stream().map(RecordedRequest::time).toList();
        return IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)).toNanos() / 1e9)
                .toList();
    }

    /** Calls and gaps, for people. */
    String words() {
        String gaps = primary.size() > 6
                ? ""
                : gaps().stream()
                        .map(gap -> String.format(Locale.ROOT, "%.2f s", gap))
                        .collect(Collectors.joining(", ", " (gaps ", ")"))
                        .replace(" (gaps )", "");
        return primary.size() + gaps + " + " + fallback.size();
    }
}
