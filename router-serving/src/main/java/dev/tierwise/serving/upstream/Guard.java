package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.ErrorCode;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one who breaks a request off: it knows the deadline of the running phase, the deadline of the whole request and
 * whether the client is still there, and is asked by {@link Watch} many times a second. Blocking reads stay plain
 * blocking reads; what ends them is the cancelled connection. Set by the request's thread, read by the watch.
 */
public final class Guard implements AutoCloseable {
    /** What is being waited for. */
    public enum Phase {
        /** Connection and headers of a stream. */
        HEADERS(ErrorCode.HEADERS_TIMEOUT),
        /** Connection and headers of an answer that does not stream. */
        ANSWER(ErrorCode.ANSWER_TIMEOUT),
        FIRST_TOKEN(ErrorCode.FIRST_TOKEN_TIMEOUT),
        IDLE(ErrorCode.IDLE_TIMEOUT),
        TOTAL(ErrorCode.TOTAL_TIMEOUT);

        private final ErrorCode code;

        Phase(ErrorCode code) {
            this.code = code;
        }

        /** What it is called to have taken too long. */
        ErrorCode code() {
            return code;
        }
    }

    /** Why a request was broken off. */
    public sealed interface Stop {
        /**
         * A limit of time has passed.
         *
         * @param silent whether the provider asked last is to blame: it had at least half of the time, and said nothing
         */
        record TimedOut(Phase phase, boolean silent) implements Stop {}

        /** Nobody waits for the answer any more. */
        record ClientGone() implements Stop {}

        /** This server stops, and the time its requests had to end is over. */
        record ShuttingDown() implements Stop {}
    }

    private static final Duration STEP = Duration.ofMillis(20);
    /** A write to the client that takes longer is one to a client that does not read. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final Watch watch;
    private final BooleanSupplier clientGone;
    private final Runnable abortClient;
    private final Duration total;
    private final long totalDeadline;
    private volatile long attemptAt;
    private volatile long writingSince = NOT_WRITING;
    private volatile long phaseDeadline;
    private volatile Phase phase = Phase.TOTAL;
    private volatile @Nullable Runnable cancel;
    private volatile @Nullable Stop stop;
    private final ReentrantLock looking = new ReentrantLock();
    /** Held while a stop takes the place of another, or of none. */
    private final ReentrantLock stopping = new ReentrantLock();

    private boolean answered;

    Guard(Watch watch, BooleanSupplier clientGone, Runnable abortClient, Duration total) {
        this.watch = watch;
        this.clientGone = clientGone;
        this.abortClient = abortClient;
        this.total = total;
        this.attemptAt = System.nanoTime();
        this.totalDeadline = attemptAt + total.toNanos();
        this.phaseDeadline = totalDeadline;
    }

    /** What to do when this attempt must end; run at once where that is known already. */
    void attempt(Runnable cancelAttempt) {
        attemptAt = System.nanoTime();
        cancel = cancelAttempt;
        if (stop != null) {
            cancelAttempt.run();
        }
    }

    /** Starts a phase; the request's own deadline stays in force. */
    void enter(Phase next, Duration limit) {
        // In this order: a deadline of the phase's own beside TOTAL would end the whole request when it passes.
        phase = next;
        phaseDeadline = System.nanoTime() + limit.toNanos();
    }

    /** No limit but the request's own holds between attempts. A phase that timed out is forgotten. */
    void leaveAttempt() {
        stopping.lock();
        try {
            cancel = null;
            phase = Phase.TOTAL;
            phaseDeadline = totalDeadline;
            if (stop instanceof Stop.TimedOut timedOut && timedOut.phase() != Phase.TOTAL) {
                stop = null;
            }
        } finally {
            stopping.unlock();
        }
    }

    @Nullable
    Stop stop() {
        return stop;
    }

    /** Whether nobody waits any more. */
    public boolean clientHasLeft() {
        return stop instanceof Stop.ClientGone;
    }

    /** A write to the client has failed, which says it sooner than the watch. */
    void clientLeft() {
        stop = new Stop.ClientGone();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, totalDeadline - System.nanoTime()));
    }

    /** Waits, unless the client leaves or the request's deadline passes first; false then. */
    boolean pause(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            if (stop != null) {
                return false;
            }
            Thread.sleep(Math.min(STEP.toMillis(), Math.max(1, (until - System.nanoTime()) / 1_000_000)));
        }
        return stop == null;
    }

    /** A write to the client begins, which blocks for as long as the client does not read. */
    void writing() {
        writingSince = System.nanoTime();
    }

    /** It has ended. */
    void written() {
        writingSince = NOT_WRITING;
    }

    /** Called by the watch. */
    void check(long now, boolean lookAtClient) {
        if (stop != null) {
            long since = writingSince;
            if (since != NOT_WRITING && now - since >= STALLED.toNanos()) {
                // Cancelling the provider does not end this, and the client could keep it up for ever.
                abortClient.run();
            }
            return;
        }
        if (lookAtClient && isClientGone()) {
            breakOff(new Stop.ClientGone());
        } else if (now - totalDeadline >= 0) {
            boolean silent = phase != Phase.TOTAL
                    && now - attemptAt >= total.dividedBy(2).toNanos();
            breakOff(new Stop.TimedOut(Phase.TOTAL, silent));
        } else if (now - phaseDeadline >= 0) {
            timeOut(now);
        }
    }

    private boolean isClientGone() {
        looking.lock();
        try {
            return !answered && clientGone.getAsBoolean();
        } finally {
            looking.unlock();
        }
    }

    /**
     * The client is about to have its whole answer: from here on its connection belongs to its next request, and is
     * not looked at any more.
     */
    void answered() {
        looking.lock();
        try {
            answered = true;
        } finally {
            looking.unlock();
        }
    }

    /** Its attempt may have ended since the caller looked; the next one has not taken too long. */
    private void timeOut(long now) {
        stopping.lock();
        try {
            if (now - phaseDeadline >= 0) {
                breakOff(new Stop.TimedOut(phase, true));
            }
        } finally {
            stopping.unlock();
        }
    }

    /** Breaks off what would not end in time. */
    void shutDown() {
        stopping.lock();
        try {
            // A phase that has just timed out would be forgotten with its attempt, and this with it.
            if (stop == null || stop instanceof Stop.TimedOut) {
                breakOff(new Stop.ShuttingDown());
            }
        } finally {
            stopping.unlock();
        }
    }

    boolean shuttingDown() {
        return stop instanceof Stop.ShuttingDown;
    }

    private void breakOff(Stop why) {
        stop = why;
        Runnable running = cancel;
        if (running != null) {
            running.run();
        }
    }

    /** The request is over. */
    @Override
    public void close() {
        answered();
        watch.forget(this);
    }
}
