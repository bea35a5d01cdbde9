package dev.tierwise.core.prompt.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares character by character with the reference, under a vocabulary that has every character as a piece: any
 * difference in dropping, spacing, splitting, decomposing or lower-casing shows as another id.
 */
class BertCharactersTest {
    private static final int NO_LIMIT = 1_000_000;
    private static final int CODE_POINTS_PER_TEXT = 400;

    @ParameterizedTest
    @CsvSource({"true, null, true", "true, null, false", "true, false, true", "false, true, false"})
    void everyCodePointIsTreatedAsTheReferenceTreatsIt(boolean ideographs, String stripAccents, boolean lowercase) {
        byte[] json = everyCharacter(ideographs, stripAccents, lowercase);
        int[] all = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(c -> c > Character.MAX_VALUE || !Character.isSurrogate((char) c))
                // Planes 4 to 13 are empty, 15 and 16 private.
                .filter(c -> c < 0x40000 || c % 97 == 0 || c >> 16 == 14)
                .toArray();
        List<String> different;
        try (TokenizerPair pair = TokenizerPair.of(json, NO_LIMIT)) {
            different = IntStream.range(0, Math.ceilDiv(all.length, CODE_POINTS_PER_TEXT))
                    .parallel()
                    .mapToObj(i -> some(all, i * CODE_POINTS_PER_TEXT))
                    .filter(some -> !pair.agreeOn(inContext(some)))
                    .flatMapToInt(some -> different(pair, some))
                    .mapToObj(Integer::toHexString)
                    .toList();
        }
        assertThat(different).isEmpty();
    }

    /** Those of a text that differs which differ by themselves; all of them where none does. */
    private static IntStream different(TokenizerPair pair, int[] some) {
        int[] alone =
                Arrays.stream(some).filter(c -> !pair.agreeOn(inContext(c))).toArray();
        return Arrays.stream(alone.length > 0 ? alone : some);
    }

    private static int[] some(int[] all, int from) {
        return Arrays.copyOfRange(all, from, Math.min(all.length, from + CODE_POINTS_PER_TEXT));
    }

    @Test
    void charactersAmongOthersAreTreatedAsTheReferenceTreatsThem() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int[][] ranges = {
            {'a', 'z'},
            {'A', 'Z'},
            {' ', '~'},
            {0xC0, 0x24F},
            {0x300, 0x36F},
            {0x370, 0x52F},
            {0x591, 0x5F4},
            {0x600, 0x6FF},
            {0x900, 0xDF4},
            {0xF71, 0xF87},
            {0x1100, 0x11FF},
            {0x1E00, 0x1FFF},
            {0x2000, 0x20FF},
            {0x302A, 0x302F},
            {0x3040, 0x30FF},
            {0x4E00, 0x4EFF},
            {0xAC00, 0xD7A3},
            {0xF900, 0xFAFF},
            {0xFE00, 0xFFEF},
            {0x110B9, 0x110BA},
            {0x11131, 0x11134},
            {0x1D165, 0x1D172},
            {0x1F300, 0x1FAFF},
            {0xE0020, 0xE007F}
        };
        List<String> texts = new ArrayList<>();
        for (int round = 0; round < 4000; round++) {
            StringBuilder text = new StringBuilder();
            int[] second = ranges[random.nextInt(ranges.length)];
            for (int i = random.nextInt(40); i > 0; i--) {
                int[] range = random.nextBoolean() ? second : ranges[random.nextInt(ranges.length)];
                text.appendCodePoint(random.nextInt(range[0], range[1] + 1));
            }
            texts.add(text.toString());
        }
        try (TokenizerPair pair = TokenizerPair.of(everyCharacter(true, "null", true), NO_LIMIT)) {
            pair.assertAgreeOnAll(
                    texts, round -> "round %d of seed %d: %s".formatted(round, seed, hex(texts.get(round))));
        }
    }

    private static List<String> hex(String text) {
        return text.codePoints().mapToObj(Integer::toHexString).toList();
    }

    private static String inContext(int... codePoints) {
        StringBuilder text = new StringBuilder();
        for (int c : codePoints) {
            text.append("a").appendCodePoint(c).append("b\n");
        }
        return text.toString();
    }

    /** A tokenizer whose pieces are the characters themselves, as beginnings and as continuations. */
    private static byte[] everyCharacter(boolean ideographs, String stripAccents, boolean lowercase) {
        StringBuilder json = new StringBuilder("""
                {"added_tokens": [],
                 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": %s,
                                "strip_accents": %s, "lowercase": %s},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2
                """.formatted(ideographs, stripAccents, lowercase));
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        int id = 3;
        for (int c = 1; c < 0xE1000; c++) {
            boolean surrogate = c <= Character.MAX_VALUE && Character.isSurrogate((char) c);
            boolean assignable = c < 0x33500 || c >= 0xE0000;
            if (!surrogate && assignable) {
                String piece = new String(encoder.quoteAsString(Character.toString(c)));
                json.append(",\"").append(piece).append("\":").append(id++);
                json.append(",\"##").append(piece).append("\":").append(id++);
            }
        }
        return json.append("}}}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
