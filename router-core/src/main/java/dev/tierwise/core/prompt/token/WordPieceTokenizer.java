package dev.tierwise.core.prompt.token;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.Slots;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * BERT's WordPiece in plain Java: the ids of Hugging Face's tokenizer at a fraction of its time. It reads no further
 * than the tokens it may give, so a very long text costs what its beginning costs. Immutable and thread-safe.
 *
 * <p>Identical to the reference for every text that is valid Unicode. A lone surrogate, which no UTF-8 file can hold,
 * is dropped.
 */
public final class WordPieceTokenizer implements Tokenizer {
    /** No character normalizes to more than this many; see the maximum expansion of NFD in Unicode's UAX 15. */
    private static final int MAX_EXPANSION = 4;

    private final WordPieceConfig config;
    private final WordPieceVocabulary vocabulary;
    private final BertCharacters characters;
    private final int maxTokens;
    private final int[] ascii = new int[128];
    /** The normalized letter of an ASCII character, 0 of one that is no letter or may begin an added token. */
    private final byte[] letters = new byte[128];

    private final boolean[] startsAdded = new boolean[128];
    private final Slots<Scan> scans;

    WordPieceTokenizer(WordPieceConfig config, int maxTokens) {
        if (maxTokens < 3) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", it must be at least 3");
        }
        this.config = config;
        this.vocabulary = new WordPieceVocabulary(config.vocabulary());
        this.characters = new BertCharacters(config.spaceIdeographs(), config.stripAccents(), config.lowercase());
        this.maxTokens = maxTokens;
        Arrays.setAll(ascii, characters::code);
        config.addedTokens().keySet().forEach(token -> startsAdded[token.charAt(0)] = true);
        for (int c = 0; c < letters.length; c++) {
            int letter = BertCharacters.payload(ascii[c]);
            if (BertCharacters.kind(ascii[c]) == BertCharacters.LETTER && letter < letters.length && !startsAdded[c]) {
                letters[c] = (byte) letter;
            }
        }
        this.scans = new Slots<>(
                IntStream.range(0, Slots.usualCount()).mapToObj(i -> new Scan()).toList());
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @param file its name, for messages
     * @param maxTokens most ids given, special ones included; at least 3
     * @throws BadInputException if the file is broken, or not a BERT WordPiece that this class reproduces id for id
     */
    public static WordPieceTokenizer of(byte[] json, String file, int maxTokens) {
        try {
            return new WordPieceTokenizer(WordPieceConfig.read(TokenizerJson.parse(json, file)), maxTokens);
        } catch (WordPieceConfig.Unsupported e) {
            throw new BadInputException(file + " is not a BERT WordPiece tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public int[] encode(String text) {
        int most = (int) Math.min(maxTokens, 2L + (long) MAX_EXPANSION * text.length());
        // Prose has a piece for every four characters; what has more is read again.
        for (int room = 16 + text.length() / 2; ; room *= 2) {
            int[] ids = new int[Math.min(room, most)];
            int count = encode(text, ids);
            if (count < ids.length || ids.length == most) {
                return count == ids.length ? ids : Arrays.copyOf(ids, count);
            }
        }
    }

    @Override
    public int encode(String text, int[] into) {
        return encode(text, 0, text.length(), into, 0);
    }

    /**
     * Tokenizes a text part by part: {@code encode(t, 0, m, into, 0)} and then
     * {@code encode(t, m, t.length(), into, n - 1)}, with n what the first call answered, leave what
     * {@code encode(t, into)} does if white space is at one side of m.
     *
     * @param from where the part begins
     * @param to where it ends
     * @param kept how many ids of what comes before are to stay at the start of {@code into}; the opening one stands before
     *     a part with nothing before it, the closing one behind every part
     * @return how many ids there are now
     */
    public int encode(String text, int from, int to, int[] into, int kept) {
        Scan scan = scans.take();
        try {
            return encode(scan.into(into, kept), text, from, to);
        } finally {
            // A very long array is not to stay for as long as the next text takes to come.
            scan.ids = scan.word;
            scans.giveBack(scan);
        }
    }

    private int encode(Scan scan, String text, int from, int to) {
        int i = from;
        while (i < to && !scan.isFull()) {
            char c = text.charAt(i);
            if (c < letters.length && letters[c] != 0) {
                i = scan.letters(text, i, to);
            } else if (c < ascii.length) {
                i = startsAdded[c] ? addedOrAscii(scan, text, i) : ascii(scan, c, i);
            } else {
                int codePoint = text.codePointAt(i);
                scan.add(codePoint, characters.code(codePoint));
                i += Character.charCount(codePoint);
            }
        }
        return scan.finish();
    }

    private int ascii(Scan scan, char c, int i) {
        scan.add(c, ascii[c]);
        return i + 1;
    }

    private int addedOrAscii(Scan scan, String text, int i) {
        Map.@Nullable Entry<String, Integer> longest = null;
        for (Map.Entry<String, Integer> added : config.addedTokens().entrySet()) {
            if (text.startsWith(added.getKey(), i)
                    && (longest == null
                            || longest.getKey().length() < added.getKey().length())) {
                longest = added;
            }
        }
        if (longest == null) {
            return ascii(scan, text.charAt(i), i);
        }
        scan.endWord();
        scan.addId(longest.getValue());
        return i + longest.getKey().length();
    }

    /** One text under way: the ids so far and the word being read. */
    private final class Scan {
        private final int[] word = new int[config.maxWordChars()];
        private int[] ids = word;
        private int count;
        private int wordLength;
        /** Of the word so far, while it has none but ASCII letters. */
        private long key;

        private boolean hasKey;
        private int ordered;
        private boolean mayReorder;

        Scan into(int[] ids, int kept) {
            this.ids = ids;
            ids[0] = config.first();
            count = Math.max(1, kept);
            nextWord();
            return this;
        }

        /** Whether only the closing token fits. */
        boolean isFull() {
            return count >= ids.length - 1;
        }

        void add(int codePoint, int code) {
            int payload = BertCharacters.payload(code);
            switch (BertCharacters.kind(code)) {
                case BertCharacters.LETTER -> addLetter(payload);
                case BertCharacters.SPACE -> endWord();
                case BertCharacters.ISOLATED -> {
                    endWord();
                    addLetter(payload);
                    endWord();
                }
                case BertCharacters.COMBINING -> {
                    mayReorder = true;
                    addLetter(payload);
                }
                case BertCharacters.BOUNDARY -> reorder();
                case BertCharacters.SEQUENCE -> {
                    for (int part : characters.sequence(codePoint)) {
                        add(codePoint, part);
                    }
                }
                default -> {}
            }
        }

        /** Reads on over ASCII letters; answers where they end. */
        int letters(String text, int from, int to) {
            long read = key;
            int length = wordLength;
            int i = from;
            for (; i < to; i++) {
                char c = text.charAt(i);
                int letter = c < letters.length ? letters[c] : 0;
                if (letter == 0) {
                    break;
                }
                if (length < word.length) {
                    word[length] = letter;
                }
                length++;
                read = ShortWords.extend(read, letter);
            }
            key = read;
            wordLength = length;
            return i;
        }

        private void addLetter(int letter) {
            hasKey &= letter > 0 && letter < letters.length;
            key = ShortWords.extend(key, letter);
            if (wordLength < word.length) {
                word[wordLength] = letter;
            }
            wordLength++;
        }

        void endWord() {
            if (wordLength == 0) {
                return;
            }
            int whole = hasKey && wordLength <= ShortWords.LONGEST ? vocabulary.whole(key) : -1;
            if (whole >= 0) {
                addId(whole);
            } else {
                split();
            }
            nextWord();
        }

        private void split() {
            int end = -1;
            if (wordLength <= word.length) {
                reorder();
                end = vocabulary.split(word, wordLength, ids, count);
            }
            if (end < 0) {
                addId(config.unknown());
            } else {
                count = end;
            }
        }

        private void nextWord() {
            wordLength = 0;
            key = ShortWords.EMPTY;
            hasKey = true;
            ordered = 0;
            mayReorder = false;
        }

        /** Canonical order among the letters since the last call, as stripping accents left them. */
        private void reorder() {
            int length = Math.min(wordLength, word.length) - ordered;
            if (mayReorder && length > 1) {
                String normalized = Normalizer.normalize(new String(word, ordered, length), Normalizer.Form.NFD);
                int[] letters = normalized.codePoints().toArray();
                if (letters.length == length) {
                    System.arraycopy(letters, 0, word, ordered, length);
                }
            }
            mayReorder = false;
            ordered += Math.max(0, length);
        }

        void addId(int id) {
            if (count < ids.length) {
                ids[count] = id;
            }
            count++;
        }

        int finish() {
            if (!isFull()) {
                endWord();
            }
            int length = Math.min(count + 1, ids.length);
            ids[length - 1] = config.last();
            return length;
        }
    }
}
