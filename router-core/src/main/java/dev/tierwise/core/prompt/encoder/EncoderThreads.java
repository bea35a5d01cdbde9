package dev.tierwise.core.prompt.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An encoder's own threads, for callers that native code must not hold. Where prompts wait, a thread encodes some of them
 * one after the other before their callers go on, together: one that went on in between would find the processor's caches
 * full of the encoder's tables and leave them full of its own. Nobody waits for company that is not there yet.
 * Thread-safe.
 */
final class EncoderThreads implements AutoCloseable {
    /** Encoded before their callers go on, at the most. */
    static final int TOGETHER = 8;

    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;
    private final long patience;

    /**
     * @param count of threads
     * @param patience after which no further one is encoded before callers go on: a few short prompts, or a long one
     */
    EncoderThreads(int count, Duration patience) {
        this.patience = patience.toNanos();
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("encoder-", 0).daemon().factory());
    }

    /**
     * Returns when one of the threads has run it, never earlier.
     *
     * @throws java.util.concurrent.CompletionException around what it threw
     */
    void run(Runnable encoding) {
        Waiting waiting = new Waiting(encoding, new CompletableFuture<>());
        queue.add(waiting);
        threads.execute(this::encodeSome);
        waiting.done.join();
    }

    /** Of as many calls as there were prompts, some find that others have taken theirs. */
    private void encodeSome() {
        List<Runnable> releases = new ArrayList<>(TOGETHER);
        long start = System.nanoTime();
        Waiting next = queue.poll();
        while (next != null) {
            releases.add(next.encode());
            boolean more = releases.size() < TOGETHER && System.nanoTime() - start < patience;
            next = more ? queue.poll() : null;
        }
        releases.forEach(Runnable::run);
    }

    @Override
    public void close() {
        threads.close();
    }

    private record Waiting(Runnable encoding, CompletableFuture<Void> done) {
        /** Runs it; what is returned lets its caller go on. */
        Runnable encode() {
            try {
                encoding.run();
                return () -> done.complete(null);
            } catch (Throwable thrown) {
                return () -> done.completeExceptionally(thrown);
            }
        }
    }
}
