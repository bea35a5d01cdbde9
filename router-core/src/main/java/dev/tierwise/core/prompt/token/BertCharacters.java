package dev.tierwise.core.prompt.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * What BERT's normalizer and pre-tokenizer make of one character: cleaning, spacing of CJK ideographs, canonical
 * decomposition without accents, lower-casing and the splitting off of punctuation, as one table look-up. Pages of 256
 * code points are worked out when first met. Thread-safe.
 *
 * <p>A character becomes a code: its {@link #kind} and a payload, which is the normalized code point, or for
 * {@link #SEQUENCE} an index for {@link #sequence}.
 */
final class BertCharacters {
    /** Leaves no trace; the characters on either side stay one word. */
    static final int DROPPED = 0;
    /** Ends a word. */
    static final int SPACE = 1;
    /** Belongs to a word. */
    static final int LETTER = 2;
    /** A letter that canonical ordering may move among its neighbours. */
    static final int COMBINING = 3;
    /** A word of its own: punctuation or an ideograph. */
    static final int ISOLATED = 4;
    /** Leaves no trace, but the letters on either side are not reordered across it. */
    static final int BOUNDARY = 5;
    /** Stands for several normalized characters. */
    static final int SEQUENCE = 6;

    private static final int PAYLOAD_BITS = 24;
    private static final int PAGE_BITS = 8;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    private final boolean spaceIdeographs;
    private final boolean stripAccents;
    private final boolean lowercase;
    private final Tables tables = Tables.read();
    private final AtomicReferenceArray<Page> pages =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) >> PAGE_BITS);

    /** The options are those of {@code BertNormalizer}, {@code clean_text} being on. */
    BertCharacters(boolean spaceIdeographs, boolean stripAccents, boolean lowercase) {
        this.spaceIdeographs = spaceIdeographs;
        this.stripAccents = stripAccents;
        this.lowercase = lowercase;
    }

    static int kind(int code) {
        return code >>> PAYLOAD_BITS;
    }

    static int payload(int code) {
        return code & ((1 << PAYLOAD_BITS) - 1);
    }

    int code(int codePoint) {
        return page(codePoint >> PAGE_BITS).codes[codePoint & (PAGE_SIZE - 1)];
    }

    /** The codes that a character of kind {@link #SEQUENCE} stands for. */
    int[] sequence(int codePoint) {
        return page(codePoint >> PAGE_BITS).sequences.get(payload(code(codePoint)));
    }

    private Page page(int number) {
        Page page = pages.get(number);
        if (page == null) {
            page = newPage(number);
            pages.set(number, page);
        }
        return page;
    }

    private Page newPage(int number) {
        int[] codes = new int[PAGE_SIZE];
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < PAGE_SIZE; i++) {
            int[] normalized = normalize((number << PAGE_BITS) + i);
            if (normalized.length == 1) {
                codes[i] = normalized[0];
            } else if (normalized.length > 1) {
                codes[i] = SEQUENCE << PAYLOAD_BITS | sequences.size();
                sequences.add(normalized);
            }
        }
        return new Page(codes, List.copyOf(sequences));
    }

    private int[] normalize(int codePoint) {
        if (isSpace(codePoint)) {
            return new int[] {SPACE << PAYLOAD_BITS};
        }
        if (tables.control.get(codePoint)) {
            return new int[0];
        }
        boolean alone = spaceIdeographs && tables.ideograph.get(codePoint);
        return decompose(codePoint).codePoints().flatMap(c -> codes(c, alone)).toArray();
    }

    private IntStream codes(int decomposed, boolean alone) {
        if (stripAccents && tables.mark.get(decomposed)) {
            return isReordered(decomposed) ? IntStream.empty() : IntStream.of(BOUNDARY << PAYLOAD_BITS);
        }
        return lower(decomposed).codePoints().map(c -> kindOf(c, alone) << PAYLOAD_BITS | c);
    }

    private String decompose(int codePoint) {
        String text = Character.toString(codePoint);
        return stripAccents && !tables.whole.get(codePoint) ? Normalizer.normalize(text, Normalizer.Form.NFD) : text;
    }

    private String lower(int codePoint) {
        if (!lowercase) {
            return Character.toString(codePoint);
        }
        // The one character whose lower case is two, in every locale but the Turkic ones.
        if (codePoint == 'İ') {
            return "i\u0307";
        }
        return Character.toString(tables.lower.getOrDefault(codePoint, Character.toLowerCase(codePoint)));
    }

    private int kindOf(int normalized, boolean alone) {
        if (alone || tables.punctuation.get(normalized)) {
            return ISOLATED;
        }
        return stripAccents && isReordered(normalized) ? COMBINING : LETTER;
    }

    /** Whether the canonical combining class is above 0; the JDK tells it only by what it reorders. */
    private static boolean isReordered(int codePoint) {
        int type = Character.getType(codePoint);
        if (type != Character.NON_SPACING_MARK && type != Character.COMBINING_SPACING_MARK) {
            return false;
        }
        String mark = Character.toString(codePoint);
        // U+0334 has class 1, U+0345 has class 240, the highest there is.
        return !isNormalized(mark + '\u0334') || !isNormalized('\u0345' + mark);
    }

    private static boolean isNormalized(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFD);
    }

    /** Unicode's White_Space, less those that cleaning drops as controls before it looks for space. */
    private static boolean isSpace(int c) {
        return switch (c) {
            case '\t', '\n', '\r', ' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200A;
        };
    }

    private static final class Page {
        final int[] codes;
        final List<int[]> sequences;

        Page(int[] codes, List<int[]> sequences) {
            this.codes = codes;
            this.sequences = sequences;
        }
    }

    private record Tables(
            BitSet control,
            BitSet mark,
            BitSet punctuation,
            BitSet ideograph,
            BitSet whole,
            Map<Integer, Integer> lower) {
        static Tables read() {
            Tables tables =
                    new Tables(new BitSet(), new BitSet(), new BitSet(), new BitSet(), new BitSet(), new HashMap<>());
            try (BufferedReader in = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(BertCharacters.class.getResourceAsStream("bert-characters.txt")),
                    StandardCharsets.US_ASCII))) {
                in.lines().filter(line -> !line.startsWith("#")).forEach(tables::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return tables;
        }

        private void add(String line) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                switch (words[0]) {
                    case "control" -> addRange(control, words[i]);
                    case "mark" -> addRange(mark, words[i]);
                    case "punctuation" -> addRange(punctuation, words[i]);
                    case "ideograph" -> addRange(ideograph, words[i]);
                    case "whole" -> addRange(whole, words[i]);
                    case "lower" -> {
                        String[] pair = words[i].split("=");
                        lower.put(Integer.parseInt(pair[0], 16), Integer.parseInt(pair[1], 16));
                    }
                    default -> throw new IllegalStateException("bert-characters.txt: " + line);
                }
            }
        }

        private static void addRange(BitSet set, String range) {
            String[] ends = range.split("-");
            set.set(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16) + 1);
        }
    }
}
