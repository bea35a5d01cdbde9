package dev.tierwise.eval.simulate;

import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest requests, bounded in number and in bytes; the oldest go first. Thread-safe. */
final class RequestLog {
    private static final int MAX_REQUESTS = 10_000;
    private static final long MAX_CHARS = 64L << 20;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextId = 1;
    private long chars;
    private long dropped;

    synchronized Entry add(HttpRequest request, long connection) {
        Entry entry = new Entry(nextId++, connection, request);
        entries.addLast(entry);
        chars += entry.chars();
        while (entries.size() > MAX_REQUESTS || (chars > MAX_CHARS && entries.size() > 1)) {
            chars -= entries.removeFirst().chars();
            dropped++;
        }
        return entry;
    }

    synchronized List<RecordedRequest> snapshot() {
        return entries.stream().map(Entry::record).toList();
    }

    /** How many were forgotten to stay within the bounds. */
    synchronized long dropped() {
        return dropped;
    }

    synchronized void clear() {
        entries.clear();
        chars = 0;
        dropped = 0;
    }

    /** A request whose outcome is still to come. */
    static final class Entry {
        private final long id;
        private final Instant time = Instant.now();
        private final long started = System.nanoTime();
        private final long connection;
        private final HttpRequest request;
        private final String body;
        private volatile @Nullable End end;

        private record End(Outcome outcome, Duration duration) {}

        Entry(long id, long connection, HttpRequest request) {
            this.id = id;
            this.connection = connection;
            this.request = request;
            this.body = request.bodyText();
        }

        void finish(Outcome outcome) {
            end = new End(outcome, Duration.ofNanos(System.nanoTime() - started));
        }

        private long chars() {
            return body.length() + 1024L;
        }

        private RecordedRequest record() {
            End ended = end;
            return new RecordedRequest(
                    id,
                    time,
                    connection,
                    request.method(),
                    request.path(),
                    request.query(),
                    request.headers(),
                    body,
                    ended == null ? Outcome.RUNNING : ended.outcome(),
                    ended == null ? null : ended.duration());
        }
    }
}
