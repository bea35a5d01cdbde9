package dev.tierwise.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {
    private static final int MAX_TOKENS = 256;

    @Test
    void givesTheIdsOfTheReferenceForEveryPromptOfTheRealData() throws IOException {
        String folder = System.getenv("TIERWISE_DATASETS");
        if (!"1".equals(System.getenv("TIERWISE_REQUIRE_ALL"))) {
            assumeTrue(folder != null, "TIERWISE_DATASETS names no folder with the real data");
        }
        int prompts = 0;
        try (WordPieceTokenizer fast = WordPieceTokenizer.of(miniLm(), "tokenizer.json", MAX_TOKENS);
                DjlTokenizer reference = DjlTokenizer.of(miniLm(), "tokenizer.json", MAX_TOKENS);
                DirectoryStream<Path> files = Files.newDirectoryStream(
                        Path.of(Objects.requireNonNull(folder, "TIERWISE_DATASETS is not set")), "*.csv")) {
            for (Path file : files) {
                try (Reader in = Files.newBufferedReader(file)) {
                    for (CSVRecord row : CSVFormat.RFC4180
                            .builder()
                            .setHeader()
                            .setSkipHeaderRecord(true)
                            .get()
                            .parse(in)) {
                        String prompt = row.get("prompt");
                        int[] expected = reference.encode(prompt);
                        int[] ids = fast.encode(prompt);
                        if (!Arrays.equals(ids, expected)) {
                            assertThat(ids).as(prompt).containsExactly(expected);
                        }
                        prompts++;
                    }
                }
            }
        }
        assertThat(prompts).isGreaterThan(1000);
    }

    static byte[] miniLm() throws IOException {
        try (InputStream in = WordPieceTokenizerTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
