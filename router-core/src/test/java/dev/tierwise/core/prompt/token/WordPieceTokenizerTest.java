package dev.tierwise.core.prompt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.testing.RealData;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceTokenizerTest {
    private static final int MAX_TOKENS = 256;
    private static final int CLS = 101;
    private static final int SEP = 102;
    private static final int UNK = 100;

    private static TokenizerPair pair;
    private static WordPieceTokenizer fast;

    @BeforeAll
    static void open() throws IOException {
        pair = TokenizerPair.of(miniLm(), MAX_TOKENS);
        fast = pair.fast();
    }

    @AfterAll
    static void close() {
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routellm-mmlu.csv",
                "routellm-gsm8k.csv",
                "tier-mix.csv",
                "mmlu-pro.csv",
                "zeroeval.csv",
                "fasteval.csv",
                "llmrouter.csv"
            })
    void givesTheIdsOfTheReferenceForEveryPromptOfTheRealData(String file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader in = Files.newBufferedReader(RealData.file(file))) {
            List<String> prompts =
                    format.parse(in).stream().map(row -> row.get("prompt")).toList();
            pair.assertAgreeOnAll(prompts, prompts::get);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n\t ",
                "What is the capital of France?",
                "don't stop—\u201cquoted\u201d text… 3.14159, 1e-9; a_b [CLS] x [SEP] y[MASK]z [sep] [UNK] [ CLS ]",
                "Ångström naïve façade Straße İstanbul ǅ ΣΑΣ ΟΔΟΣ ÅΩK ﬁ ﬀ ≠ ≮ \u037E \u1FEF",
                "为什么天空是蓝色的？ これはテストです。 한국어 문장입니다. Почему небо голубое? हिन्दी में लिखें עברית العربية ไทย",
                "👩‍👩‍👧‍👦 🇫🇷 👍🏽 ☕️ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠀀𪜀",
                "zero\u0000width\u200Bjoin\u00ADed\uFEFF \u00A0nbsp\u3000ideographic \u2028line \u0085next \u000Bvt",
                "\\frac{\\partial^2 f}{\\partial x^2} = \\int_0^\\infty e^{-x^2} dx",
                "for (int i = 0; i < n; i++) { sum += a[i]; } // O(n)",
            })
    void givesTheIdsOfTheReferenceForUnusualText(String text) {
        assertThat(fast.encode(text)).as(text).containsExactly(pair.reference().encode(text));
    }

    @Test
    void givesTheIdsOfTheReferenceForRandomMixtures() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        String[] parts = {
            "the",
            "Answer",
            " ",
            "  ",
            "\n",
            "é",
            "e\u0301",
            "\u0323",
            "ß",
            "İ",
            "[SEP]",
            "[CLS",
            "[MASK]",
            "]",
            ".",
            "…",
            "中",
            "国",
            "한",
            "の",
            "👍",
            "\u200D",
            "\u0000",
            "\uFFFD",
            "\u00A0",
            "##",
            "##ing",
            "ing",
            "un",
            "x".repeat(97),
            "12345",
            "ж",
            "Ω",
            "_",
            "'",
            "\u0903",
            "\u093F",
            "\u302E",
            "\uE000",
            "ﷺ"
        };
        List<String> texts = new ArrayList<>();
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            texts.add(text.toString());
        }
        pair.assertAgreeOnAll(texts, round -> "round %d of seed %d: %s".formatted(round, seed, texts.get(round)));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 8, 17})
    void cutsWhereTheReferenceCuts(int maxTokens) throws IOException {
        String[] texts = {
            "",
            "one",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
            "antidisestablishmentarianism",
            "in antidisestablishmentarianismus\u4E2D unknown\uA000piece",
            "[MASK][MASK][MASK][MASK][MASK][MASK][MASK][MASK]",
            "中".repeat(40),
            "x".repeat(101) + " after"
        };
        try (TokenizerPair cutting = TokenizerPair.of(miniLm(), maxTokens)) {
            for (String text : texts) {
                int[] ids = cutting.fast().encode(text);
                assertThat(ids).as(text).containsExactly(cutting.reference().encode(text));
                assertThat(ids).startsWith(CLS).endsWith(SEP).hasSizeLessThanOrEqualTo(maxTokens);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6, 9, 64})
    void inTwoPartsItGivesWhatItGivesAtOnce(int most) {
        String text = "Which? \n\nA. naïve [MASK] 中国\n\t B. antidisestablishmentarianism\nC.\n";
        int[] whole = new int[most];
        int expected = fast.encode(text, whole);
        for (int mark = 0; mark <= text.length(); mark++) {
            if (mark > 0 && mark < text.length() && text.charAt(mark - 1) != '\n') {
                continue;
            }
            int[] parts = new int[most];
            int kept = fast.encode(text, 0, mark, parts, 0) - 1;
            int count = fast.encode(text, mark, text.length(), parts, kept);
            assertThat(count).as("mark %d", mark).isEqualTo(expected);
            assertThat(parts).as("mark %d", mark).containsExactly(whole);
        }
    }

    @Test
    void readsNoFurtherThanTheTokensItMayGive() {
        String text = "word ".repeat(5_000_000);
        assertThat(fast.encode(text)).hasSize(MAX_TOKENS).startsWith(CLS).endsWith(SEP);
        assertThat(fast.encode("x".repeat(1_000_000))).containsExactly(CLS, UNK, SEP);
    }

    /** The reference cannot be asked: its binding turns such text, as a whole, into replacement characters. */
    @Test
    void dropsALoneSurrogateAndKeepsTheRest() {
        assertThat(fast.encode("good \uD83D day 👍")).containsExactly(fast.encode("good  day 👍"));
        assertThat(fast.encode("good\uDC4D")).containsExactly(fast.encode("good"));
    }

    @Test
    void saysWhyATokenizerIsNotSupported() throws IOException {
        String json = new String(miniLm(), StandardCharsets.UTF_8);
        assertUnsupported(
                json.replace("\"WordPiece\",\n    \"unk", "\"BPE\",\n    \"unk"),
                "model.type is \"BPE\", not \"WordPiece\"");
        assertUnsupported(
                json.replace("\"clean_text\": true", "\"clean_text\": false"), "normalizer.clean_text is false");
        assertUnsupported(json.replaceFirst("\"lstrip\": false", "\"lstrip\": true"), "added token [PAD] is lstrip");
        assertThatThrownBy(() -> WordPieceTokenizer.of("{\n\"model\": [".getBytes(StandardCharsets.UTF_8), "t.json", 8))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("t.json:2: is not JSON: ");
    }

    private static void assertUnsupported(String json, String reason) {
        assertThatThrownBy(() -> WordPieceTokenizer.of(json.getBytes(StandardCharsets.UTF_8), "t.json", 8))
                .isInstanceOf(BadInputException.class)
                .hasMessage("t.json is not a BERT WordPiece tokenizer: " + reason);
    }

    static byte[] miniLm() throws IOException {
        try (InputStream in = WordPieceTokenizerTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
