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
 * depends on nothing else. It keeps digests and numbers, never text, in a fixed number of places; a text takes one of the
 * eight that its digest leads to, from whichever of the texts there was asked for longest ago. Clients find their own
 * texts alone: the time of a decision must not tell one what another has sent. Thread-safe. Does not own the bundle.
 */
public final class RememberedRatings {
    /** How many texts are remembered at most: 100 KB for a win probability each. */
    static final int PLACES = 1 << 12;

    private static final int SHELVES = 16;
    /** Places that a text can have: with one, two texts that lead to it would put each other out for good. */
    private static final int SET = 8;

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

    /**
     * Some of the places, in sets of a few: a text has those of its set, the one asked for last the first of them. Plain
     * arrays, since objects that live this long would be copied by every collection.
     */
    private static final class Shelf {
        private static final int ROOM = PLACES / SHELVES;

        private final ReentrantLock lock = new ReentrantLock();
        private final long[] high = new long[ROOM];
        private final long[] low = new long[ROOM];
        /** As many numbers a place as a text has; none before the first text. */
        private double[] said = {};

        private static int set(Digest digest) {
            return (int) (digest.low & (ROOM / SET - 1)) * SET;
        }

        double @Nullable [] find(Digest digest) {
            int set = set(digest);
            lock.lock();
            try {
                if (said.length == 0) {
                    return null;
                }
                int place = place(set, digest);
                if (place == set + SET) {
                    return null;
                }
                int count = said.length / ROOM;
                double[] numbers = Arrays.copyOfRange(said, place * count, (place + 1) * count);
                putFirst(set, place, digest, numbers);
                return numbers;
            } finally {
                lock.unlock();
            }
        }

        /**
         * In the place of the text of its set that was asked for longest ago; in its own where another request kept it
         * meanwhile, else a burst of one text would put out all others of its set.
         */
        void keep(Digest digest, double[] numbers) {
            int set = set(digest);
            lock.lock();
            try {
                if (said.length == 0) {
                    said = new double[numbers.length * ROOM];
                }
                putFirst(set, Math.min(place(set, digest), set + SET - 1), digest, numbers);
            } finally {
                lock.unlock();
            }
        }

        /** Where a text is; the end of its set where it is not there. */
        private int place(int set, Digest digest) {
            int place = set;
            while (place < set + SET && (high[place] != digest.high || low[place] != digest.low)) {
                place++;
            }
            return place;
        }

        /** Moves those before a place by one, over what is in it, and puts a text before them. */
        private void putFirst(int set, int place, Digest digest, double[] numbers) {
            int count = numbers.length;
            System.arraycopy(high, set, high, set + 1, place - set);
            System.arraycopy(low, set, low, set + 1, place - set);
            System.arraycopy(said, set * count, said, (set + 1) * count, (place - set) * count);
            high[set] = digest.high;
            low[set] = digest.low;
            System.arraycopy(numbers, 0, said, set * count, count);
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
