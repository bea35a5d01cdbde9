package dev.tierwise.core.prompt.token;

/**
 * Counts the words of texts: word pieces and pairs of neighbours, hashed to the rows of a {@link WordBag}. Hashing needs
 * no vocabulary in the bundle; two that share a row are one word to the head. Allocates nothing; not thread-safe.
 */
public final class WordCounter {
    /** Most tokens of a text that count, special ones included. */
    public static final int MAX_TOKENS = 512;

    /** Most entries a bag can have. */
    public static final int MAX_ENTRIES = 2 * MAX_TOKENS;

    private static final int BITS = Integer.numberOfTrailingZeros(WordBag.BUCKETS);
    private static final int SLOTS = 4 * MAX_TOKENS;

    private final Tokenizer tokenizer;
    private final int[] tokens = new int[MAX_TOKENS];
    private final WordBag bag = new WordBag(MAX_ENTRIES);
    private final int[] counts = new int[MAX_ENTRIES];
    /** Open addressing, one more than the entry's index. All 0 between texts. */
    private final short[] slots = new short[SLOTS];

    private final int[] slotOf = new int[MAX_ENTRIES];

    public WordCounter(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The words of {@code text}: the same object at every call, until the next one changes it. */
    public WordBag count(String text) {
        return count(tokens, tokenizer.encode(text, tokens));
    }

    /**
     * The same for a text that has been tokenized.
     *
     * @param tokens what the tokenizer gave, special ones included
     * @param count how many there are, at most {@link #MAX_TOKENS}
     */
    public WordBag count(int[] tokens, int count) {
        bag.clear();
        int end = count - 1;
        for (int i = 1; i < end; i++) {
            add(hash(tokens[i]));
            if (i + 1 < end) {
                add(hash((tokens[i] + 1L) * 0xC2B2AE3D27D4EB4FL + tokens[i + 1]));
            }
        }
        for (int i = 0; i < bag.size(); i++) {
            bag.weigh(i, counts[i] == 1 ? 1 : (float) (1 + Math.log(counts[i])));
            slots[slotOf[i]] = 0;
        }
        return bag;
    }

    private void add(int bucket) {
        int slot = bucket & (SLOTS - 1);
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (bag.bucket(entry) == bucket) {
                counts[entry]++;
                return;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        int entry = bag.add(bucket);
        counts[entry] = 1;
        slotOf[entry] = slot;
        slots[slot] = (short) (entry + 1);
    }

    /** Fibonacci hashing: the high bits of a product with 2^64 divided by the golden ratio. */
    private static int hash(long value) {
        return (int) ((value * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - BITS));
    }
}
