package dev.tierwise.core.prompt.token;

import java.util.Arrays;

/**
 * The words of one text as a head reads them: distinct rows of a table of {@link #BUCKETS}, each with the weight
 * {@code 1 + ln(count)}. Which words share a row is up to {@link WordCounter}.
 */
public final class WordBag {
    /** Rows of the table. */
    public static final int BUCKETS = 1 << 17;

    /** No words at all. */
    public static final WordBag EMPTY = new WordBag(0);

    private final int[] buckets;
    private final float[] weights;
    private int size;

    WordBag(int capacity) {
        buckets = new int[capacity];
        weights = new float[capacity];
    }

    private WordBag(WordBag other) {
        buckets = Arrays.copyOf(other.buckets, other.size);
        weights = Arrays.copyOf(other.weights, other.size);
        size = other.size;
    }

    /** A copy that stays as it is. */
    public WordBag copy() {
        return new WordBag(this);
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Row of entry {@code i}, in 0..{@link #BUCKETS}-1; no two are equal. */
    public int bucket(int i) {
        return buckets[i];
    }

    /** Weight of entry {@code i}, at least 1. */
    public float weight(int i) {
        return weights[i];
    }

    void clear() {
        size = 0;
    }

    /** Adds an entry and answers its index. */
    int add(int bucket) {
        buckets[size] = bucket;
        return size++;
    }

    void weigh(int i, float weight) {
        weights[i] = weight;
    }
}
