package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Breaker;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Leaves a failing deployment alone for a while. Closed it lets every call through; after enough failures in a row, or
 * a high enough share of failures in its window, it opens and lets none through; after the cooldown it lets one probe
 * through, whose success closes it and whose failure opens it again. Thread-safe.
 */
final class CircuitBreaker {
    /** Where it stands. */
    enum State {
        CLOSED,
        OPEN,
        /** Cooled down: one probe may be under way. */
        HALF_OPEN
    }

    private final Breaker settings;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.CLOSED;
    private int inARow;
    private long openedAt;
    private boolean probing;
    private long windowStart;
    private int windowCalls;
    private int windowFailures;

    CircuitBreaker(Breaker settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /** Whether a call may be made now; asking takes nothing. */
    boolean allows() {
        lock.lock();
        try {
            return switch (state) {
                case CLOSED -> true;
                case OPEN -> cooledDown();
                case HALF_OPEN -> !probing;
            };
        } finally {
            lock.unlock();
        }
    }

    /** Takes the right to make a call, which must end in {@link #succeeded}, {@link #failed} or {@link #unknown}. */
    boolean tryAcquire() {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return true;
            }
            if ((state == State.OPEN && !cooledDown()) || probing) {
                return false;
            }
            state = State.HALF_OPEN;
            probing = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean cooledDown() {
        return nanoTime.getAsLong() - openedAt >= settings.cooldownTime().toNanos();
    }

    void succeeded() {
        lock.lock();
        try {
            inARow = 0;
            count(0);
            if (state != State.CLOSED) {
                state = State.CLOSED;
                windowCalls = 0;
                windowFailures = 0;
            }
            probing = false;
        } finally {
            lock.unlock();
        }
    }

    void failed() {
        lock.lock();
        try {
            inARow++;
            count(1);
            boolean rate = windowCalls >= settings.minCalls() && windowFailures >= settings.failureRate() * windowCalls;
            if (state == State.HALF_OPEN || inARow >= settings.failures() || rate) {
                state = State.OPEN;
                openedAt = nanoTime.getAsLong();
            }
            probing = false;
        } finally {
            lock.unlock();
        }
    }

    /** The call said nothing about the provider: the client left, or a limit of ours ended it. */
    void unknown() {
        lock.lock();
        try {
            probing = false;
        } finally {
            lock.unlock();
        }
    }

    State state() {
        lock.lock();
        try {
            return state == State.OPEN && cooledDown() ? State.HALF_OPEN : state;
        } finally {
            lock.unlock();
        }
    }

    private void count(int failures) {
        long now = nanoTime.getAsLong();
        if (now - windowStart > settings.window().toNanos()) {
            windowStart = now;
            windowCalls = 0;
            windowFailures = 0;
        }
        windowCalls++;
        windowFailures += failures;
    }
}
