package dev.tierwise.core.prompt.token;

/**
 * Ids of words of up to nine ASCII characters, seven bits each: the key is the word itself, which its reader puts together
 * letter by letter, so that nothing has to be compared. Immutable once filled.
 */
final class ShortWords {
    static final int LONGEST = 9;
    /** The key of no word. */
    static final long EMPTY = 0;

    private static final int CHARACTER_BITS = 7;
    private static final int NONE = -1;

    private long[] keys = new long[1 << 10];
    private int[] ids = new int[1 << 10];
    private int shift = Long.SIZE - 10;
    private int size;

    /** Takes a word in; one that does not fit is left to others. */
    void add(String word, int id) {
        if (word.length() > LONGEST) {
            return;
        }
        long key = EMPTY;
        for (int i = 0; i < word.length(); i++) {
            int character = word.charAt(i);
            if (character == 0 || character >= 1 << CHARACTER_BITS) {
                return;
            }
            key = extend(key, character);
        }
        if (key == EMPTY) {
            return;
        }
        if (4 * size++ > keys.length) {
            grow();
        }
        put(key, id);
    }

    /**
     * The key of a word with one more character.
     *
     * @param character in 1..127
     */
    static long extend(long key, int character) {
        return key << CHARACTER_BITS | character;
    }

    /** The id of the word of up to {@link #LONGEST} characters with this key, not {@link #EMPTY}; -1 where it is not here. */
    int find(long key) {
        for (int i = slot(key); ; i = (i + 1) & (keys.length - 1)) {
            if (keys[i] == key) {
                return ids[i];
            }
            if (keys[i] == EMPTY) {
                return NONE;
            }
        }
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
