package dev.tierwise.training.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** Scripts that put no spaces between words: each of their characters counts as one. */
    private static final String UNSPACED =
            "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";

    private static final Pattern WORD =
            Pattern.compile("[" + UNSPACED + "&&[\\p{L}\\p{N}]]|[\\p{L}\\p{N}&&[^" + UNSPACED + "]]+");
    private static final int BANDS = 20;
    private static final int ROWS = 4;
    private static final int RUN = 3;
    /** Of a crowd of texts in one band, each is compared with as many before it. */
    private static final int MOST_COMPARED = 50;
    /** Once as many pairs are known of a text, no more are looked for: of a template, any two prompts may be a pair. */
    static final int MOST_PAIRS = 50;

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

    /**
     * What a search found.
     *
     * @param pairs in order
     * @param crowded texts with {@link #MOST_PAIRS} pairs, or with crowds too large to compare all of in half of the bands:
     *     pairs of theirs may be missing, but each that has an equal before it is in a pair
     */
    public record Found(List<Pair> pairs, Set<Integer> crowded) {
        public Found {
            pairs = List.copyOf(pairs);
            crowded = Set.copyOf(crowded);
        }
    }

    /**
     * All pairs of texts, but for those of the crowded. Two that are as alike as {@link #LIKENESS} are found with a
     * probability of .9999.
     */
    public static Found among(List<String> texts) {
        return pairs(texts, 0, texts.size());
    }

    /**
     * Pairs of a text and one of others, found with the same probability; the others are not compared with each other.
     *
     * @return the second of each an index among both, the others behind the texts
     */
    public static Found between(List<String> texts, List<String> others) {
        List<String> both = new ArrayList<>(texts);
        both.addAll(others);
        return pairs(both, texts.size(), texts.size());
    }

    /** Every text from {@code from} on is compared with those before it that are below {@code to}. */
    private static Found pairs(List<String> texts, int from, int to) {
        List<long[]> runs = texts.parallelStream().map(NearDuplicates::runs).toList();
        TreeSet<Pair> pairs = new TreeSet<>();
        int[] found = new int[texts.size()];
        int[] cut = new int[texts.size()];
        for (long[] band : keys(runs)) {
            Map<Long, List<Integer>> crowds = new HashMap<>();
            for (int i = 0; i < band.length; i++) {
                List<Integer> crowd = crowds.computeIfAbsent(band[i], k -> new ArrayList<>());
                int compared = i < from ? 0 : Math.min(MOST_COMPARED, crowd.size());
                if (i >= from && compared < crowd.size()) {
                    cut[i]++;
                }
                for (int c = crowd.size() - compared; c < crowd.size() && found[i] < MOST_PAIRS; c++) {
                    int other = crowd.get(c);
                    double likeness = jaccard(runs.get(other), runs.get(i));
                    if (likeness >= LIKENESS && pairs.add(new Pair(other, i, likeness))) {
                        found[i]++;
                    }
                }
                if (i < to) {
                    crowd.add(i);
                }
            }
        }
        Set<Integer> crowded = IntStream.range(from, texts.size())
                .filter(i -> found[i] == MOST_PAIRS || cut[i] >= BANDS / 2)
                .boxed()
                .collect(Collectors.toSet());
        return new Found(List.copyOf(pairs), crowded);
    }

    /** By band, then by text. The first is of the whole text, so that equal ones meet before any crowd of alike ones. */
    private static long[][] keys(List<long[]> runs) {
        long[] seeds = new SplittableRandom(1).longs(BANDS * (long) ROWS).toArray();
        long[][] keys = new long[1 + BANDS][];
        keys[0] = runs.parallelStream().mapToLong(Arrays::hashCode).toArray();
        for (int band = 0; band < BANDS; band++) {
            int row = band * ROWS;
            keys[1 + band] =
                    runs.parallelStream().mapToLong(own -> key(own, seeds, row)).toArray();
        }
        return keys;
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

    /** Hashes of the runs of three words, sorted, each once; of a shorter text the whole, of one without words what it is made of. */
    private static long[] runs(String text) {
        String lower = text.toLowerCase(Locale.ROOT).strip();
        String[] found = WORD.matcher(lower).results().map(MatchResult::group).toArray(String[]::new);
        String[] words = found.length == 0 ? new String[] {lower} : found;
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

    /** Jaccard similarity; 0 as soon as it is sure to be below {@link #LIKENESS}. */
    private static double jaccard(long[] a, long[] b) {
        // One more than the runs that two such texts can have apart, for rounding.
        double mostApart = 1 + (a.length + b.length) * (1 - LIKENESS) / (1 + LIKENESS);
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int order = Long.compare(a[i], b[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
            if (i + j - 2 * shared > mostApart) {
                return 0;
            }
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
