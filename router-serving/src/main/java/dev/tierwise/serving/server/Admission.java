package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.config.Limits;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bound on requests worked on at once, with a short bounded queue before it. Thread-safe. */
final class Admission {
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Limits limits;
    private volatile boolean draining;

    Admission(Limits limits) {
        this.limits = limits;
        this.places = new Semaphore(limits.maxConcurrent());
    }

    /** A place held by one request; closing gives it back. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place, waiting no longer than configured.
     *
     * @throws ApiException 503 where all are taken, or the server is shutting down
     */
    Place enter() throws InterruptedException {
        if (draining) {
            throw shuttingDown();
        }
        if (!places.tryAcquire() && !waited()) {
            throw ApiException.busy(
                    503,
                    ErrorCode.OVERLOADED,
                    "This server works on as many requests as it may; try again.",
                    COME_BACK);
        }
        return places::release;
    }

    private boolean waited() throws InterruptedException {
        try {
            return waiting.incrementAndGet() <= limits.maxQueue()
                    && places.tryAcquire(limits.queueWait().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** What whoever comes too late is told. */
    static ApiException shuttingDown() {
        return ApiException.busy(503, ErrorCode.SHUTTING_DOWN, "This server is shutting down.", COME_BACK);
    }

    boolean draining() {
        return draining;
    }

    /** Lets nobody in any more, and waits for those inside; false where some are still there when the time is over. */
    boolean drain(Duration grace) throws InterruptedException {
        draining = true;
        boolean empty = places.tryAcquire(limits.maxConcurrent(), grace.toNanos(), TimeUnit.NANOSECONDS);
        if (empty) {
            places.release(limits.maxConcurrent());
        }
        return empty;
    }

    /** Requests inside. */
    int running() {
        return limits.maxConcurrent() - places.availablePermits();
    }
}
