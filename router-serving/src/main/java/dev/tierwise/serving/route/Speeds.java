package dev.tierwise.serving.route;

import dev.tierwise.core.strategy.Live.Speed;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How fast each model has been of late: time to the first token and tokens per second, as means that forget half in two
 * seconds. A call that is still waiting counts with the time it has waited, so that a model that hangs is slow before
 * anything has timed out. A model without a measurement for five seconds is old: one request at a time may find out
 * anew. Streams and whole answers are kept apart. Thread-safe.
 */
public final class Speeds {
    private static final double HALF_LIFE = 2;
    private static final double OLD = 5;
    private static final double NANOS = 1e9;

    private record Kind(String model, boolean stream) {}

    private final LongSupplier nanoTime;
    private final Map<Kind, Pace> paces = new ConcurrentHashMap<>();

    public Speeds(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A call begins. */
    public Call started(String model, boolean stream) {
        return new Call(paces.computeIfAbsent(new Kind(model, stream), _ -> new Pace()), stream);
    }

    /**
     * The speed to reckon with now; asking may make this very request the one that finds out anew.
     *
     * @param dry whether nobody will be asked: such a request finds nothing out, and takes nobody's turn
     */
    Optional<Speed> of(String model, boolean stream, boolean dry) {
        Pace pace = paces.get(new Kind(model, stream));
        return pace == null ? Optional.empty() : pace.speed(dry);
    }

    /** One call under way. For one thread. */
    public final class Call {
        private final Pace pace;
        private final boolean stream;
        private final long startedAt = nanoTime.getAsLong();
        private long firstAt;

        private Call(Pace pace, boolean stream) {
            this.pace = pace;
            this.stream = stream;
            pace.waits(this);
        }

        /** The answer begins. */
        public void firstToken() {
            firstAt = nanoTime.getAsLong();
            pace.first(this, (firstAt - startedAt) / NANOS);
        }

        /** The call is over. */
        public void ended(long tokens) {
            pace.over(this);
            double seconds = (nanoTime.getAsLong() - firstAt) / NANOS;
            if (firstAt != 0 && stream && tokens > 1 && seconds > 0) {
                pace.rate(tokens / seconds);
            }
        }
    }

    /** A mean that forgets. */
    private static final class Mean {
        private double sum;
        private double weight;

        void add(double value, double kept) {
            sum = sum * kept + value;
            weight = weight * kept + 1;
        }

        double value(double unknown) {
            return weight == 0 ? unknown : sum / weight;
        }
    }

    private final class Pace {
        private final ReentrantLock lock = new ReentrantLock();
        private final SequencedSet<Call> waiting = new LinkedHashSet<>();
        private final Mean first = new Mean();
        private final Mean rate = new Mean();
        private boolean measured;
        private long measuredAt;
        private long probedAt;

        void waits(Call call) {
            lock.lock();
            try {
                waiting.addLast(call);
            } finally {
                lock.unlock();
            }
        }

        void first(Call call, double seconds) {
            lock.lock();
            try {
                waiting.remove(call);
                double idle = measured ? age() : 0;
                first.add(seconds, idle > OLD ? 0 : Math.pow(0.5, idle / HALF_LIFE));
                measured = true;
                measuredAt = nanoTime.getAsLong();
            } finally {
                lock.unlock();
            }
        }

        void rate(double tokensPerSecond) {
            lock.lock();
            try {
                rate.add(tokensPerSecond, 0.8);
            } finally {
                lock.unlock();
            }
        }

        void over(Call call) {
            lock.lock();
            try {
                waiting.remove(call);
            } finally {
                lock.unlock();
            }
        }

        Optional<Speed> speed(boolean dry) {
            lock.lock();
            try {
                double waited = waiting.isEmpty() ? 0 : (nanoTime.getAsLong() - waiting.getFirst().startedAt) / NANOS;
                if (!measured && waiting.isEmpty()) {
                    return Optional.empty();
                }
                return Optional.of(new Speed(
                        Math.max(first.value(0), waited), rate.value(Double.POSITIVE_INFINITY), mayProbe(dry)));
            } finally {
                lock.unlock();
            }
        }

        private boolean mayProbe(boolean dry) {
            long now = nanoTime.getAsLong();
            boolean due = measured && age() > OLD && waiting.isEmpty() && (now - probedAt) / NANOS > OLD;
            if (due && !dry) {
                probedAt = now;
            }
            return due;
        }

        private double age() {
            return (nanoTime.getAsLong() - measuredAt) / NANOS;
        }
    }
}
