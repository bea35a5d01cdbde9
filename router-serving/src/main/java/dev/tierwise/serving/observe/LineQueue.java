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

    /**
     * A line to be.
     *
     * @param bytes what its making holds on to
     */
    private record Line(Supplier<byte[]> maker, long bytes) {}

    private final BlockingQueue<Line> queue;
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final Sink sink;
    private final Thread thread;
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean open = true;

    /**
     * Starts the thread.
     *
     * @param capacity most lines that wait
     * @param mostBytes most bytes they hold on to, those that are being written included
     */
    LineQueue(String name, int capacity, long mostBytes, Sink sink) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.mostBytes = mostBytes;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /**
     * Takes a line that is made later, by the writing thread.
     *
     * @param held bytes it holds on to until then, beside a record's usual few
     */
    void offer(Supplier<byte[]> line, long held) {
        if (bytes.addAndGet(held) > mostBytes || !queue.offer(new Line(line, held))) {
            bytes.addAndGet(-held);
            dropped.incrementAndGet();
        }
    }

    /** Lines lost to a full queue or a failing disk, or that could not be made. */
    long dropped() {
        return dropped.get();
    }

    private void run() {
        List<Line> batch = new ArrayList<>(BATCH);
        List<byte[]> lines = new ArrayList<>(BATCH);
        while (open || !queue.isEmpty()) {
            try {
                Line first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
                for (Line line : batch) {
                    make(line.maker(), lines);
                }
                if (!lines.isEmpty()) {
                    sink.write(lines);
                }
                if (queue.size() < BATCH && open) {
                    Thread.sleep(LINGER);
                }
            } catch (IOException | RuntimeException | Error e) {
                dropped.addAndGet(lines.size());
            } catch (InterruptedException e) {
                open = false;
            }
            bytes.addAndGet(-batch.stream().mapToLong(Line::bytes).sum());
            batch.clear();
            lines.clear();
        }
        try {
            sink.close();
        } catch (IOException e) {
            // Everything was handed to the system line by line.
        }
    }

    /** A line that cannot be made is lost alone. */
    private void make(Supplier<byte[]> line, List<byte[]> lines) {
        try {
            lines.add(line.get());
        } catch (RuntimeException | Error e) {
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
