package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Breaker;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private long openings;

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

    /** Takes the right to make a call; empty where none may be made now. */
    Optional<Pass> tryAcquire() {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return Optional.of(new Pass(false));
            }
            if ((state == State.OPEN && !cooledDown()) || probing) {
                return Optional.empty();
            }
            state = State.HALF_OPEN;
            probing = true;
            return Optional.of(new Pass(true));
        } finally {
            lock.unlock();
        }
    }

    /** The right to make one call, which must end in one of its methods; the first one counts. */
    final class Pass {
        private final boolean probe;
        private boolean used;

        private Pass(boolean probe) {
            this.probe = probe;
        }

        /** Whether this is the one call that finds out whether the deployment is well again. */
        boolean probe() {
            return probe;
        }

        void succeeded() {
            end(CircuitBreaker.this::noteSuccess);
        }

        void failed() {
            end(CircuitBreaker.this::noteFailure);
        }

        /** The call said nothing about the provider: the client left, or a limit of ours ended it. */
        void unknown() {
            end(_ -> {});
        }

        private void end(Consumer<Boolean> verdict) {
            lock.lock();
            try {
                if (used) {
                    return;
                }
                used = true;
                // A call that began before the circuit opened says nothing new: the probe decides.
                if (probe || state == State.CLOSED) {
                    verdict.accept(probe);
                }
                if (probe) {
                    probing = false;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean cooledDown() {
        return nanoTime.getAsLong() - openedAt >= settings.cooldownTime().toNanos();
    }

    private void noteSuccess(boolean probe) {
        inARow = 0;
        if (probe) {
            state = State.CLOSED;
            windowCalls = 0;
            windowFailures = 0;
        } else {
            count(0);
        }
    }

    private void noteFailure(boolean probe) {
        inARow++;
        count(1);
        boolean rate = windowCalls >= settings.minCalls() && windowFailures >= settings.failureRate() * windowCalls;
        if (probe || inARow >= settings.failures() || rate) {
            if (!probe) {
                openings++;
            }
            state = State.OPEN;
            openedAt = nanoTime.getAsLong();
        }
    }

    /** How often it has opened; a probe that fails only keeps it open. */
    long openings() {
        lock.lock();
        try {
            return openings;
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
