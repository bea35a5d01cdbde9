package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.io.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that need not be asked twice: retries, scheduled jobs and evaluations send the same text again, and a score
 * depends on nothing else. It keeps digests and numbers, never text, in a fixed number of places; a text takes the place
 * of an earlier one whose digest leads to the same. Clients find their own texts alone: the time of a decision must not tell
 * one what another has sent. Thread-safe. Does not own the bundle.
 */
public final class RememberedRatings {
    /** How many texts are remembered at most: 100 KB for a win probability each. */
    static final int PLACES = 1 << 12;

    private static final int SHELVES = 16;
    private static final double NANOS_PER_MICRO = 1e3;

    private final PromptRater asked;
    private final List<Shelf> shelves =
            IntStream.range(0, SHELVES).mapToObj(_ -> new Shelf()).toList();

    /** Remembers what {@code asked} says from now on. */
    public RememberedRatings(PromptRater asked) {
        this.asked = asked;
    }

    /**
     * The bundle for one client.
     *
     * @param client its name; empty where clients are not told apart
     */
    public PromptRater forClient(String client) {
        return new ForClient(client);
    }

    /** A client's text by name: the first half of a SHA-256. */
    private record Digest(long high, long low) {
        /** An encoding makes one of all broken surrogates; the hash of the characters tells them apart. */
        static Digest of(String client, String text) {
            MessageDigest digest = Digests.newSha256();
            byte[] name = client.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(name.length)
                    .putInt(text.hashCode())
                    .flip());
            digest.update(name);
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
            return new Digest(bytes.getLong(), bytes.getLong());
        }
    }

    /** Some of the places. Plain arrays, since objects that live this long would be copied by every collection. */
    private static final class Shelf {
        private final ReentrantLock lock = new ReentrantLock();
        private final long[] high = new long[PLACES / SHELVES];
        private final long[] low = new long[PLACES / SHELVES];
        private double[] said = {};

        private static int place(Digest digest) {
            return (int) (digest.low & (PLACES / SHELVES - 1));
        }

        double @Nullable [] find(Digest digest) {
            int place = place(digest);
            lock.lock();
            try {
                if (high[place] != digest.high || low[place] != digest.low || said.length == 0) {
                    return null;
                }
                int numbers = said.length / high.length;
                return Arrays.copyOfRange(said, place * numbers, (place + 1) * numbers);
            } finally {
                lock.unlock();
            }
        }

        void keep(Digest digest, double[] numbers) {
            int place = place(digest);
            lock.lock();
            try {
                if (said.length == 0) {
                    said = new double[numbers.length * high.length];
                }
                high[place] = digest.high;
                low[place] = digest.low;
                System.arraycopy(numbers, 0, said, place * numbers.length, numbers.length);
            } finally {
                lock.unlock();
            }
        }
    }

    private final class ForClient implements PromptRater {
        private final String client;

        ForClient(String client) {
            this.client = client;
        }

        @Override
        public boolean ratesTiers() {
            return asked.ratesTiers();
        }

        @Override
        public Scored score(String text) {
            return remembered(
                    text,
                    asked::score,
                    scored -> new double[] {scored.winProbability()},
                    (known, timings) -> new Scored(known[0], timings));
        }

        @Override
        public TierRatings rateTiers(String text) {
            return remembered(
                    text,
                    asked::rateTiers,
                    rated -> rated.quality().stream().mapToDouble(q -> q).toArray(),
                    (known, timings) ->
                            new TierRatings(Arrays.stream(known).boxed().toList(), timings));
        }

        private <T> T remembered(
                String text,
                Function<String, T> ask,
                Function<T, double[]> numbers,
                BiFunction<double[], Timings, T> again) {
            long start = System.nanoTime();
            Digest digest = Digest.of(client, text);
            Shelf shelf = shelves.get((int) (digest.high & (SHELVES - 1)));
            double[] known = shelf.find(digest);
            if (known != null) {
                return again.apply(known, new Timings(0, 0, (System.nanoTime() - start) / NANOS_PER_MICRO));
            }
            T rated = ask.apply(text);
            shelf.keep(digest, numbers.apply(rated));
            return rated;
        }
    }
}
