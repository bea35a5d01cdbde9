package dev.tierwise.core.prompt.surface;

import java.util.Arrays;

/** Numbers the different words of a text as they come, each known by its hash. Not thread-safe. */
final class WordNumbers {
    private static final int USUAL_WORDS = 512;
    /** Room that one text leaves to the next: what a text of 16,000 characters needs. */
    private static final int MOST_KEPT = 4096;

    /** Open addressing: what is in a slot counts only where the slot has a number, so that any hash will do. */
    private long[] hashes;

    /** By slot: one more than the word's number; 0 where it is free. */
    private int[] numbers;
    /** By number of a word: its slot. */
    private int[] slots;
    /** The numbers of all words as they came. */
    private int[] inOrder;

    private int different;
    private int count;

    WordNumbers() {
        makeRoom();
    }

    private void makeRoom() {
        hashes = new long[USUAL_WORDS];
        numbers = new int[USUAL_WORDS];
        slots = new int[USUAL_WORDS / 2];
        inOrder = new int[USUAL_WORDS];
    }

    /** Before another text. */
    void clear() {
        if (inOrder.length > MOST_KEPT || hashes.length > MOST_KEPT) {
            // One very long text should not hold its memory for ever.
            makeRoom();
        } else {
            for (int i = 0; i < different; i++) {
                numbers[slots[i]] = 0;
            }
        }
        different = 0;
        count = 0;
    }

    void add(long hash) {
        if (count == inOrder.length) {
            inOrder = Arrays.copyOf(inOrder, 2 * count);
        }
        if (different == slots.length) {
            grow();
        }
        int slot = slot(hash);
        if (numbers[slot] == 0) {
            put(slot, hash, different++);
        }
        inOrder[count++] = numbers[slot] - 1;
    }

    /** How many different words there were. */
    int different() {
        return different;
    }

    /** Which of the different words came as the {@code i}th of all, the first being 0. */
    int number(int i) {
        return inOrder[i];
    }

    /** The hash of the first word, where there was one. */
    long first() {
        return hashes[slots[0]];
    }

    private void grow() {
        long[] old = hashes;
        int[] oldSlots = slots;
        hashes = new long[2 * old.length];
        numbers = new int[hashes.length];
        slots = new int[hashes.length / 2];
        for (int i = 0; i < different; i++) {
            long hash = old[oldSlots[i]];
            put(slot(hash), hash, i);
        }
    }

    private void put(int slot, long hash, int number) {
        hashes[slot] = hash;
        numbers[slot] = number + 1;
        slots[number] = slot;
    }

    /** Where the word is, or the free slot it belongs in. */
    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (numbers[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
