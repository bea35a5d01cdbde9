package dev.tierwise.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.io.Digests;
import dev.tierwise.training.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a manifest of the same form as the real one, its files small and published by a local server. */
final class DatasetsCommandTest {
    private static final String LAW = "law.csv";
    private static final String ART = "deep/art.csv";
    private static final String LEAKED = "leaked.jsonl";

    private static final String LAW_ROWS = """
            prompt,small-1,big
            "Is a tweet
            a document?",False,True
            "He said ""yes"", twice.",True,True
            """;
    private static final String ART_ROWS = """
            prompt,big,small
            Who painted it?,True,False
            Größer als Köln?,,True
            """;
    private static final String LEAKED_ROWS = """
            {"train_prompt": "x", "eval_prompt": "He said \\"yes\\", twice.", "eval_idx": 1}
            """;
    private static final String LAW_DIGEST = Digests.sha256(LAW_ROWS.getBytes(StandardCharsets.UTF_8));

    private final Path folder;
    private final LocalPublisher publisher;

    DatasetsCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.publisher = new LocalPublisher()
                .publish(LAW, LAW_ROWS)
                .publish(ART, ART_ROWS)
                .publish(LEAKED, LEAKED_ROWS);
    }

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void aGradedSetBecomesOneWideFile() throws IOException {
        CommandRun run = fetchExam();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("exam.csv")).hasContent("""
                        id,prompt,category,contaminated,big,small
                        exam-law-0,"Is a tweet
                        a document?",law,0,1,0
                        exam-law-1,"He said ""yes"", twice.",law,1,1,1
                        exam-art-0,Who painted it?,art,0,1,0
                        exam-art-1,Größer als Köln?,art,0,,1
                        """);
        assertThat(Files.readString(folder.resolve("exam.csv"))).contains("small\r\nexam-law-0");
        assertThat(run.out()).contains("exam: 4 rows, 1 of them marked contaminated, shape wide");
    }

    @Test
    void theFirstFetchIsTrustedAndSaysSo() throws IOException {
        CommandRun run = fetchExam();

        assertThat(run.out()).contains(LAW_DIGEST + "  law.csv  (first use)").contains("have no published digest");
        assertThat(originals().resolve("law.csv.sha256")).hasContent(LAW_DIGEST + "  law.csv\n");
        assertThat(originals().resolve(ART)).hasContent(ART_ROWS);
    }

    @Test
    void aSecondFetchAsksForNothingItHas() throws IOException {
        fetchExam();
        byte[] first = Files.readAllBytes(folder.resolve("exam.csv"));
        publisher.asked().clear();

        CommandRun second = fetchExam();

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains("law.csv  (as before)").doesNotContain("first use");
        assertThat(publisher.asked()).isEmpty();
        assertThat(folder.resolve("exam.csv")).hasBinaryContent(first);
    }

    @Test
    void aDamagedOriginalIsFetchedAgain() throws IOException {
        fetchExam();
        publisher.asked().clear();
        Files.writeString(originals().resolve(LAW), "damaged");

        CommandRun second = fetchExam();

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(publisher.asked()).containsExactly(LAW);
        assertThat(originals().resolve(LAW)).hasContent(LAW_ROWS);
    }

    @Test
    void aSourceThatChangedSinceTheFirstFetchIsRefused() throws IOException {
        fetchExam();
        byte[] converted = Files.readAllBytes(folder.resolve("exam.csv"));
        Files.delete(originals().resolve(LAW));
        publisher.publish(LAW, LAW_ROWS.replace("False", "True"));

        CommandRun second = fetchExam();

        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err())
                .contains(publisher.base() + "law.csv has SHA-256 ")
                .contains("expected " + LAW_DIGEST + " (from the first fetch)")
                .contains("delete " + originals().resolve("law.csv.sha256"));
        assertThat(originals().resolve(LAW)).doesNotExist();
        assertThat(folder.resolve("exam.csv")).hasBinaryContent(converted);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aPinnedDigestThatMatchesIsShown() throws IOException {
        CommandRun run = fetchExamWithLawPinnedTo(LAW_DIGEST);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(LAW_DIGEST + "  law.csv  (pinned)");
        assertThat(originals().resolve("law.csv.sha256")).doesNotExist();
    }

    @Test
    void aPinnedDigestThatDoesNotMatchIsRefused() throws IOException {
        String other = "0".repeat(64);

        CommandRun run = fetchExamWithLawPinnedTo(other);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has SHA-256 " + LAW_DIGEST + ", expected " + other + " (pinned)");
        assertThat(folder.resolve("exam.csv")).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aMirrorFolderReplacesTheNetwork(@TempDir Path mirror) throws IOException {
        Files.createDirectories(mirror.resolve("deep"));
        Files.writeString(mirror.resolve(LAW), LAW_ROWS);
        Files.writeString(mirror.resolve(ART), ART_ROWS);
        Files.writeString(mirror.resolve(LEAKED), LEAKED_ROWS);

        CommandRun run = fetchExam("--mirror", mirror.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(publisher.asked()).isEmpty();
        assertThat(folder.resolve("exam.csv")).exists();
    }

    @Test
    void aMirrorWithoutTheFileIsBadInput(@TempDir Path mirror) throws IOException {
        CommandRun run = fetchExam("--mirror", mirror.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(mirror + " has no law.csv");
    }

    @Test
    void aSourceOutOfReachIsAFailureInOneSentence() throws IOException {
        publisher.close();

        CommandRun run = fetchExam();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("cannot fetch " + publisher.base() + "law.csv")
                .contains("--mirror DIR");
        assertThat(folder.resolve("exam.csv")).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aFileLargerThanAllowedIsRefused() throws IOException {
        publisher.publish(LAW, "prompt,big,small\n" + "x".repeat(20_000));

        CommandRun run = fetchExam();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("law.csv is larger than the 10000 bytes");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aMissingModelColumnIsNamedWithTheFile() throws IOException {
        publisher.publish(ART, "prompt,big,tiny\nWho?,True,False\n");

        CommandRun run = fetchExam();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("art.csv:1: there is no column \"small\"")
                .contains("the columns are prompt, big, tiny");
        assertThat(folder.resolve("exam.csv")).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void answersBecomeTheirLengthsInCharacters() throws IOException {
        publisher.publish("math.csv", "prompt,big,small,small_response,big_response\n2+2?,True,False,\"5 😀\n\",4\n");

        CommandRun run = run("fetch", "lengths", "--out", folder.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("lengths.csv")).hasContent("""
                        id,prompt,category,contaminated,big,small,big#output_chars,small#output_chars
                        math-0,2+2?,math,0,1,0,1,4
                        """);
    }

    @Test
    void arenaComparisonsStayPairwiseWithoutTheirAnswers() throws IOException {
        publisher.publish("train.csv", """
                id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie
                30192,gpt-4,koala,"[""Is it, or not?"",""Why?""]","[""long
                answer""]","[""no""]",1,0,0
                """);

        CommandRun run = run("fetch", "arena", "--out", folder.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("arena.csv")).hasContent("""
                        id,model_a,model_b,prompt,winner_model_a,winner_model_b,winner_tie
                        30192,gpt-4,koala,"[""Is it, or not?"",""Why?""]",1,0,0
                        """);
        assertThat(run.out()).contains("arena: 1 rows, 0 of them marked contaminated, shape pairwise");
    }

    @Test
    void whatWasFetchedIsReadAsTrainingReadsIt() throws IOException {
        fetchExam();

        try (ObservationReader reader =
                ObservationReader.open(folder.resolve("exam.csv"), ReadOptions.of(List.of("big"), List.of("small")))) {
            assertThat(reader.readAll()).extracting(Observation::id).containsExactly("exam-law-0", "exam-art-0");
            assertThat(reader.counts().contaminated()).isEqualTo(1);
        }
    }

    @Test
    void listShowsSizeLicenceSourceAndWhetherDigestsArePinned() throws IOException {
        CommandRun open = run("list");
        assertThat(open.exitCode()).isZero();
        assertThat(open.out())
                .contains("exam\n", "licence  MIT", "size     about 0.1 MB in 3 files; becomes wide")
                .contains("not pinned for 3 of 3");

        CommandRun pinned = CommandRun.of(new DatasetsCommand(catalogue(LAW_DIGEST)), "list");
        assertThat(pinned.out())
                .contains("sha256   " + LAW_DIGEST + "  law.csv")
                .contains("not pinned for 2 of 3");
    }

    @Test
    void listAsJsonIsTheManifestItself() throws IOException {
        CommandRun run = run("list", "--json");

        Catalogue read = Catalogue.read(new ByteArrayInputStream(run.out().getBytes(StandardCharsets.UTF_8)));
        assertThat(read).isEqualTo(catalogue(null));
    }

    @Test
    void anUnknownNameIsBadInput() throws IOException {
        CommandRun run = run("fetch", "exams");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no data set \"exams\"; there are exam, lengths, arena");
    }

    private Path originals() {
        return folder.resolve("originals").resolve("exam");
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().contains(".part-")).toList();
        }
    }

    private CommandRun fetchExam(String... more) throws IOException {
        return run(Stream.concat(Stream.of("fetch", "exam", "--out", folder.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private CommandRun fetchExamWithLawPinnedTo(String digest) throws IOException {
        return CommandRun.of(new DatasetsCommand(catalogue(digest)), "fetch", "exam", "--out", folder.toString());
    }

    private CommandRun run(String... args) throws IOException {
        return CommandRun.of(new DatasetsCommand(catalogue(null)), args);
    }

    private Catalogue catalogue(@Nullable String lawDigest) throws IOException {
        String graded = """
                {"kind": "graded", "id": "%s", "answer_lengths": %s,
                 "models": [{"name": "big", "also_called": []}, {"name": "small", "also_called": ["small-1"]}],
                 "contaminated": {"path": "leaked.jsonl", "sha256": null}}""";
        String json = "{\"datasets\": [%s, %s, %s]}"
                .formatted(
                        dataset(
                                "exam",
                                graded.formatted("exam-{category}-{row}", "false"),
                                file(LAW, "law", lawDigest) + ", " + file(ART, "art", null)),
                        dataset("lengths", graded.formatted("math-{row}", "true"), file("math.csv", "math", null)),
                        dataset("arena", "{\"kind\": \"arena\"}", "{\"path\": \"train.csv\"}"));
        return Catalogue.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private String dataset(String name, String conversion, String files) {
        return """
                {"name": "%s", "about": "a test", "home": "https://example.org/", "revision": "1", "licence": "MIT",
                 "base": "%s", "approximate_bytes": 100000, "max_file_bytes": 10000,
                 "conversion": %s, "files": [%s]}""".formatted(name, publisher.base(), conversion, files);
    }

    private static String file(String path, String category, @Nullable String sha256) {
        String digest = sha256 == null ? "null" : "\"" + sha256 + "\"";
        return "{\"path\": \"%s\", \"category\": \"%s\", \"sha256\": %s}".formatted(path, category, digest);
    }
}
