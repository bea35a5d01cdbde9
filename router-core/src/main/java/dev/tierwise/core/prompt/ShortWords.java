package dev.tierwise.core.prompt;

/**
 * Ids of words of up to nine ASCII characters, seven bits each: the key is the word itself, so that nothing has to be
 * compared. Immutable once filled.
 */
final class ShortWords {
    private static final int LONGEST = 9;
    private static final int CHARACTER_BITS = 7;
    private static final int NONE = -1;
    private static final long EMPTY = 0;

    private long[] keys = new long[1 << 10];
    private int[] ids = new int[1 << 10];
    private int shift = Long.SIZE - 10;
    private int size;

    /** Takes a word in; one that does not fit is left to others. */
    void add(String word, int id) {
        if (word.codePointCount(0, word.length()) > LONGEST) {
            return;
        }
        int[] characters = word.codePoints().toArray();
        long key = key(characters, characters.length);
        if (key == EMPTY) {
            return;
        }
        if (4 * size++ > keys.length) {
            grow();
        }
        put(key, id);
    }

    /** The id of the first {@code length} characters of a word, or -1 where it is not here. */
    int find(int[] word, int length) {
        if (length > LONGEST) {
            return NONE;
        }
        long key = key(word, length);
        if (key == EMPTY) {
            return NONE;
        }
        for (int i = slot(key); ; i = (i + 1) & (keys.length - 1)) {
            if (keys[i] == key) {
                return ids[i];
            }
            if (keys[i] == EMPTY) {
                return NONE;
            }
        }
    }

    /** Different for different words; 0 for those with a character outside ASCII, or NUL, and for the empty one. */
    private static long key(int[] word, int length) {
        long key = 0;
        for (int i = 0; i < length; i++) {
            int character = word[i];
            if (character <= 0 || character >= 1 << CHARACTER_BITS) {
                return EMPTY;
            }
            key = key << CHARACTER_BITS | character;
        }
        return key;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldIds = ids;
        keys = new long[2 * oldKeys.length];
        ids = new int[2 * oldIds.length];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                put(oldKeys[i], oldIds[i]);
            }
        }
    }

    private void put(long key, int id) {
        int i = slot(key);
        while (keys[i] != EMPTY && keys[i] != key) {
            i = (i + 1) & (keys.length - 1);
        }
        keys[i] = key;
        ids[i] = id;
    }

    /** Fibonacci hashing, as in {@link WordPieceVocabulary}. */
    private int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
    }
}
