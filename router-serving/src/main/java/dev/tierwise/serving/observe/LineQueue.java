package dev.tierwise.serving.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lines on their way to a slow place, off the request's thread: a bounded queue and one thread. What does not fit is
 * counted and dropped, since a log that stops requests is worse than a gap in it. Thread-safe.
 */
final class LineQueue implements AutoCloseable {
    /** Where lines go. Called by one thread. */
    interface Sink extends AutoCloseable {
        /** Writes whole lines, newlines not included, and hands them to the system. */
        void write(List<byte[]> lines) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    private static final int BATCH = 256;
    /** Waking the thread for every line would cost a busy server more than writing it. */
    private static final Duration LINGER = Duration.ofMillis(5);

    private static final long CLOSE_SECONDS = 5;

    private final BlockingQueue<Supplier<byte[]>> queue;
    private final Sink sink;
    private final Thread thread;
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean open = true;

    LineQueue(String name, int capacity, Sink sink) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.sink = sink;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Takes a line that is made later, by the writing thread. */
    void offer(Supplier<byte[]> line) {
        if (!queue.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    /** Lines lost to a full queue or a failing disk, or that could not be made. */
    long dropped() {
        return dropped.get();
    }

    private void run() {
        List<Supplier<byte[]>> batch = new ArrayList<>(BATCH);
        List<byte[]> lines = new ArrayList<>(BATCH);
        while (open || !queue.isEmpty()) {
            try {
                Supplier<byte[]> first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
                for (Supplier<byte[]> line : batch) {
                    make(line, lines);
                }
                if (!lines.isEmpty()) {
                    sink.write(lines);
                }
                if (queue.size() < BATCH && open) {
                    Thread.sleep(LINGER);
                }
            } catch (IOException | RuntimeException e) {
                dropped.addAndGet(lines.size());
            } catch (InterruptedException e) {
                open = false;
            }
            batch.clear();
            lines.clear();
        }
        try {
            sink.close();
        } catch (IOException e) {
            // Everything was handed to the system line by line.
        }
    }

    /** A line that cannot be made is lost alone. A regular expression of the operator's may run out of stack on a prompt. */
    private void make(Supplier<byte[]> line, List<byte[]> lines) {
        try {
            lines.add(line.get());
        } catch (RuntimeException | StackOverflowError e) {
            dropped.incrementAndGet();
        }
    }

    /** Writes what is queued, for at most a few seconds. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
