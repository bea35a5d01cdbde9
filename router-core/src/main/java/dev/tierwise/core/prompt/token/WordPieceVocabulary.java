package dev.tierwise.core.prompt.token;

import java.util.Arrays;
import java.util.Map;

/**
 * Word pieces as two tries, one of word beginnings and one of continuations, in a single open-addressing table: a slot
 * packs the edge (node and character) and the node it leads to, so that one step costs one memory access. Words that are a
 * piece as they stand, which most are, are found in one access by all their characters. Immutable.
 */
final class WordPieceVocabulary {
    /** Most nodes that fit a slot; a vocabulary of 100,000 pieces has about 400,000. */
    static final int MAX_NODES = 1 << 21;

    static final String CONTINUATION = "##";

    private static final int BEGINNING_ROOT = 1;
    private static final int CONTINUATION_ROOT = 2;
    private static final int BITS = 21;
    private static final int NO_PIECE = -1;
    private static final long EMPTY = 0;

    private long[] slots = new long[1 << 12];
    private int[] pieces = new int[1 << 10];
    private int nodes = CONTINUATION_ROOT + 1;
    private int shift = Long.SIZE - 12;
    private final ShortWords words = new ShortWords();

    /**
     * Builds the tries.
     *
     * @param idByPiece continuations start with {@code ##}
     * @throws IllegalArgumentException if there are more than {@link #MAX_NODES} nodes
     */
    WordPieceVocabulary(Map<String, Integer> idByPiece) {
        Arrays.fill(pieces, NO_PIECE);
        idByPiece.forEach((piece, id) -> {
            boolean continues = piece.startsWith(CONTINUATION) && piece.length() > CONTINUATION.length();
            add(
                    continues ? CONTINUATION_ROOT : BEGINNING_ROOT,
                    continues ? piece.substring(CONTINUATION.length()) : piece,
                    id);
            if (!continues) {
                words.add(piece, id);
            }
        });
    }

    /**
     * The id of a word that is a piece as it stands; negative where {@link #split} has to look.
     *
     * @param key what {@link ShortWords#extend} made of all its characters
     */
    int whole(long key) {
        return words.find(key);
    }

    /**
     * Splits a word into the longest pieces from the left.
     *
     * @param word normalized code points, {@code length} of them
     * @param into receives ids from {@code at} on, as far as they fit
     * @return where the ids would end if all fitted, or -1 if some part of the word is in no piece
     */
    int split(int[] word, int length, int[] into, int at) {
        int root = BEGINNING_ROOT;
        int from = 0;
        int to = at;
        while (from < length) {
            int node = root;
            int piece = NO_PIECE;
            int end = from;
            for (int i = from; i < length; i++) {
                node = child(node, word[i]);
                if (node == 0) {
                    break;
                }
                if (pieces[node] != NO_PIECE) {
                    piece = pieces[node];
                    end = i + 1;
                }
            }
            if (piece == NO_PIECE) {
                return -1;
            }
            if (to < into.length) {
                into[to] = piece;
            }
            to++;
            from = end;
            root = CONTINUATION_ROOT;
        }
        return to;
    }

    /** The node behind an edge, or 0 where there is none. */
    private int child(int node, int character) {
        long edge = (long) node << BITS | character;
        int mask = slots.length - 1;
        for (int i = hash(edge); ; i = (i + 1) & mask) {
            long slot = slots[i];
            if (slot >>> BITS == edge) {
                return (int) slot & ((1 << BITS) - 1);
            }
            if (slot == EMPTY) {
                return 0;
            }
        }
    }

    private void add(int root, String piece, int id) {
        int node = root;
        for (int i = 0; i < piece.length(); ) {
            int character = piece.codePointAt(i);
            i += Character.charCount(character);
            int next = child(node, character);
            if (next == 0) {
                next = newNode();
                put((long) node << BITS | character, next);
            }
            node = next;
        }
        pieces[node] = id;
    }

    private int newNode() {
        if (nodes == MAX_NODES) {
            throw new IllegalArgumentException("the vocabulary has more than " + MAX_NODES + " distinct prefixes");
        }
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * nodes);
            Arrays.fill(pieces, nodes, pieces.length, NO_PIECE);
        }
        // A quarter full at most: a look-up that misses, as the last one of every piece does, ends at once.
        if (4 * nodes > slots.length) {
            grow();
        }
        return nodes++;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        shift--;
        for (long slot : old) {
            if (slot != EMPTY) {
                put(slot >>> BITS, (int) slot & ((1 << BITS) - 1));
            }
        }
    }

    private void put(long edge, int node) {
        int i = hash(edge);
        while (slots[i] != EMPTY) {
            i = (i + 1) & (slots.length - 1);
        }
        slots[i] = edge << BITS | node;
    }

    /** Fibonacci hashing: the high bits of a product with 2^64 divided by the golden ratio. */
    private int hash(long edge) {
        return (int) ((edge * 0x9E3779B97F4A7C15L) >>> shift);
    }
}
