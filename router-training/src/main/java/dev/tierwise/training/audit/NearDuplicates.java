package dev.tierwise.training.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Pairs of texts that are nearly the same: candidates by MinHash over runs of three words and banding, so that not every
 * pair is compared, then held to the exact Jaccard similarity. Case, punctuation and spacing do not count. After Broder, <a
 * href="https://doi.org/10.1109/SEQUEN.1997.666900">On the resemblance and containment of documents</a>, and Leskovec,
 * Rajaraman and Ullman, Mining of Massive Datasets, chapter 3.
 */
public final class NearDuplicates {
    /** From this similarity on two texts are nearly the same: one word in thirty is another. */
    public static final double LIKENESS = 0.8;

    private static final int BANDS = 20;
    private static final int ROWS = 4;
    private static final int RUN = 3;
    /** Of a crowd of texts in one band, each is compared with as many before it. */
    private static final int MOST_COMPARED = 50;

    private NearDuplicates() {}

    /**
     * Two texts.
     *
     * @param first the smaller index
     * @param likeness Jaccard similarity of their runs of words, in 0..1
     */
    public record Pair(int first, int second, double likeness) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byFirst = Integer.compare(first, other.first);
            return byFirst == 0 ? Integer.compare(second, other.second) : byFirst;
        }
    }

    /** All pairs found, in order. Two that are as alike as {@link #LIKENESS} are found with a probability of .9999. */
    public static List<Pair> among(List<String> texts) {
        return pairs(texts, 0, texts.size());
    }

    /**
     * Pairs of a text and one of others, found with the same probability; the others are not compared with each other.
     *
     * @return the second of each an index among both, the others behind the texts
     */
    public static List<Pair> between(List<String> texts, List<String> others) {
        List<String> both = new ArrayList<>(texts);
        both.addAll(others);
        return pairs(both, texts.size(), texts.size());
    }

    /** Every text from {@code from} on is compared with those before it that are below {@code to}. */
    private static List<Pair> pairs(List<String> texts, int from, int to) {
        List<long[]> runs = texts.parallelStream().map(NearDuplicates::runs).toList();
        long[] seeds = new SplittableRandom(1).longs(BANDS * (long) ROWS).toArray();
        TreeSet<Pair> pairs = new TreeSet<>();
        for (int band = 0; band < BANDS; band++) {
            int row = band * ROWS;
            long[] keys =
                    runs.parallelStream().mapToLong(own -> key(own, seeds, row)).toArray();
            Map<Long, List<Integer>> crowds = new HashMap<>();
            for (int i = 0; i < keys.length; i++) {
                List<Integer> crowd = crowds.computeIfAbsent(keys[i], k -> new ArrayList<>());
                int compared = i < from ? 0 : Math.min(MOST_COMPARED, crowd.size());
                for (int other : crowd.subList(crowd.size() - compared, crowd.size())) {
                    double likeness = jaccard(runs.get(other), runs.get(i));
                    if (likeness >= LIKENESS) {
                        pairs.add(new Pair(other, i, likeness));
                    }
                }
                if (i < to) {
                    crowd.add(i);
                }
            }
        }
        return List.copyOf(pairs);
    }

    private static long key(long[] runs, long[] seeds, int from) {
        long key = 0;
        for (int row = from; row < from + ROWS; row++) {
            key = mix(key * 31 + least(runs, seeds[row]));
        }
        return key;
    }

    /** The least hash of a set under one of many hash functions. */
    private static long least(long[] values, long seed) {
        long least = Long.MAX_VALUE;
        for (long value : values) {
            least = Math.min(least, mix(value ^ seed));
        }
        return least;
    }

    /** Hashes of the runs of three words, sorted, each once; of a shorter text the whole. */
    private static long[] runs(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).strip().split("[^\\p{L}\\p{N}]+");
        int count = Math.max(1, words.length - RUN + 1);
        return IntStream.range(0, count)
                .mapToLong(i -> {
                    long hash = 0;
                    for (int w = i; w < Math.min(words.length, i + RUN); w++) {
                        hash = mix(hash * 31 + words[w].hashCode());
                    }
                    return hash;
                })
                .sorted()
                .distinct()
                .toArray();
    }

    private static double jaccard(long[] a, long[] b) {
        int shared = 0;
        for (long run : a) {
            shared += Arrays.binarySearch(b, run) >= 0 ? 1 : 0;
        }
        return (double) shared / (a.length + b.length - shared);
    }

    /** SplitMix64's finisher. */
    private static long mix(long value) {
        long z = (value + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
