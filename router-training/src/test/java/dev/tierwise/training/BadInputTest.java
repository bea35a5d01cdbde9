package dev.tierwise.training;

import static dev.tierwise.training.TrainFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.training.TrainFixture.Sample;
import dev.tierwise.training.bundle.LabelledRun;
import dev.tierwise.training.bundle.Profile;
import dev.tierwise.training.bundle.Train;
import dev.tierwise.training.bundle.TrainOptions;
import dev.tierwise.training.head.HeadFamily;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each is exit code 2 and one sentence that says where and how to mend it, and leaves nothing behind. */
final class BadInputTest {
    @TempDir
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private TrainFixture fixture;

    @BeforeEach
    void setUp() throws IOException {
        fixture = new TrainFixture(home);
    }

    @Test
    void aMissingColumnNamesTheColumnsThereAre() throws IOException {
        Path wide = fixture.csv("wide.csv", "prompt,gpt-4,mixtral", s -> quoted(s.prompt()) + ",1,0");

        refused(
                wide,
                List.of("--strong", "gpt4", "--weak", "mixtral"),
                "wide.csv:1:",
                "\"gpt4\"",
                "did you mean \"gpt-4\"?",
                "prompt, gpt-4, mixtral");
        refused(fixture.csv("bare.csv", "prompt,hard", BadInputTest::line), List.of(), "bare.csv:1:", "prompt, hard");
    }

    @Test
    void aLabelOutsideTheRange() throws IOException {
        refused(withLine("1.5"), List.of(), "data.csv:42:", "1.5", "0..1");
        refused(withLine("maybe"), List.of(), "data.csv:42:", "maybe");
        refused(withLine("NaN"), List.of(), "data.csv:42:", "NaN");
    }

    @Test
    void anEmptyPrompt() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", s -> s.number() == 40 ? "\"  \",1" : line(s));

        refused(data, List.of(), "data.csv:" + lineOf(40), "empty");
    }

    @Test
    void aQuoteThatIsNeverClosed() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", s -> s.number() == 199 ? "\"open,1" : line(s));

        refused(data, List.of(), "data.csv:" + lineOf(199), "never closed", "close it");
    }

    @Test
    void brokenUtf8() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);
        byte[] bytes = Files.readAllBytes(data);
        bytes[20] = (byte) 0xff;
        Files.write(data, bytes);

        refused(data, List.of(), "data.csv:2:", "broken UTF-8", "save the file as UTF-8");
    }

    @Test
    void aHeaderThatNamesAColumnTwice() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label,label", s -> line(s) + ",1");

        refused(data, List.of(), "data.csv:1:", "\"label\" is there twice", "rename one");
    }

    @Test
    void aSingleClass() throws IOException {
        refused(
                fixture.csv("hard.csv", "prompt,label", s -> quoted(s.prompt()) + ",1"),
                List.of(),
                "hard.csv",
                "one class",
                "check");
        refused(
                fixture.csv("easy.csv", "prompt,label", s -> quoted(s.prompt()) + ",0"),
                List.of(),
                "easy.csv",
                "one class");
        refused(
                fixture.csv("ties.csv", "prompt,winner", s -> quoted(s.prompt()) + (s.hard() ? ",strong" : ",tie")),
                List.of("--ties", "drop"),
                "ties.csv",
                "one class",
                "--ties");
    }

    @Test
    void tooFewRowsOrTooFewDifferentPrompts() throws IOException {
        String few = TrainFixture.samples().subList(0, 59).stream()
                .map(BadInputTest::line)
                .collect(Collectors.joining("\n"));
        refused(fixture.file("few.csv", "prompt,label\n" + few), List.of(), "few.csv", "59", "too few", "at least 60");
        refused(
                fixture.csv("same.csv", "prompt,label", s -> "Hello" + " ".repeat(s.number()) + "," + s.number() % 2),
                List.of(),
                "same.csv",
                "1 different prompts",
                "too few");
    }

    @Test
    void aFieldOfFiftyMegabytes() throws IOException {
        Path data = fixture.path("huge.csv");
        try (Writer out = Files.newBufferedWriter(data)) {
            out.write("prompt,label\nfine,1\n\"");
            String megabyte = "long text ".repeat(100_000);
            for (int i = 0; i < 50; i++) {
                out.write(megabyte);
            }
            out.write("\",1\n");
        }

        refused(data, List.of(), "huge.csv:3:", "shorten");
    }

    @Test
    void strongAndWeakAreTheSame() throws IOException {
        Path wide = fixture.csv("wide.csv", "prompt,a,b", s -> quoted(s.prompt()) + (s.hard() ? ",1,0" : ",1,1"));

        refused(wide, List.of("--strong", "a", "--weak", "a"), "\"a\" twice", "one of the two");
        refused(wide, List.of("--strong", "a"), "name both");
        Path mixed = fixture.csv("wide.csv", "prompt,a,b", s -> quoted(s.prompt()) + (s.hard() ? ",1,0" : ",0.9,1"));
        refused(mixed, List.of("--strong", "b", "--weak", "a"), "wide.csv", "not better", "swapped?");
    }

    @Test
    void anOutputThatExistsNeedsForceAndIsOnlyReplacedWhereItIsABundle() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);
        Path existing = Files.createDirectory(fixture.out().resolve("bundle"));
        Files.writeString(existing.resolve("thesis.txt"), "years");

        for (List<String> options : List.of(List.<String>of(), List.of("--force"))) {
            CommandRun run = fixture.run(data, "bundle", options.toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("bundle").contains(options.isEmpty() ? "--force" : "not a bundle");
            assertThat(fixture.left()).containsExactly("bundle", "bundle/thesis.txt");
        }

        fixture.train(data, "mine", "--head", "gain");
        List<String> before = fixture.left();
        assertThat(fixture.run(data, "mine", "--head", "gain").exitCode()).isEqualTo(2);
        fixture.train(data, "mine", "--head", "gain", "--force");
        assertThat(fixture.left()).isEqualTo(before);
    }

    @Test
    void aFileThatIsNotThere() throws IOException {
        refused(fixture.path("nowhere.csv"), List.of(), "nowhere.csv", "no such file");
        refused(Files.createDirectory(fixture.path("folder")), List.of(), "is a folder");
    }

    @Test
    void optionsThatWouldChangeNothing() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);

        refused(data, List.of("--prices", "nowhere.csv"), "--prices is about --tiers", "leave it out");
        refused(data, List.of("--tiers", "a,b,c", "--ties", "half"), "--ties is about two tiers");
        refused(data, List.of("--profile", "fast"), "--max-tokens is about a sentence encoder");
        refused(data, List.of("--no-teacher"), "--no-teacher is about the stack of a fast router");
    }

    @Test
    void optionsOutOfRange() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);

        refused(data, List.of("--head", "forest"), "forest", "logistic, gain, fm");
        refused(data, List.of("--margin", "-1"), "--margin");
        refused(data, List.of("--ties", "maybe"), "--ties");
        CommandRun tokens = CommandRun.ofLine(
                "train", "--data", data.toString(), "--max-tokens", "4", "--out", fixture.out() + "/bundle");
        assertThat(tokens.exitCode()).isEqualTo(2);
        assertThat(tokens.err()).contains("--max-tokens 4 is not in 8..512");
        CommandRun layers = CommandRun.ofLine(
                "train", "--data", data.toString(), "--layers", "7", "--out", fixture.out() + "/bundle");
        assertThat(layers.exitCode()).isEqualTo(2);
        assertThat(layers.err()).contains("--layers 7 is not in 1..6");
        refused(data, List.of("--layers", "3"), "leave --layers out");
        refused(data, List.of("--pooling", "apart"), "leave --pooling out");
        assertThat(fixture.left()).isEmpty();
    }

    @Test
    void anIdThatStandsTwiceWhereScoresAreNamedByIt() throws IOException {
        Path data = fixture.csv("data.csv", "id,prompt,label", s -> "r" + Math.max(s.number(), 1) + "," + line(s));

        refused(
                data,
                List.of("--out-of-fold", fixture.path("oof.csv").toString()),
                "data.csv:" + lineOf(1) + " has the id \"r1\" of data.csv:" + lineOf(0),
                "give each one of its own");
        assertThat(fixture.path("oof.csv")).doesNotExist();
    }

    @Test
    void scoresThatCannotBeWrittenAreSaidBeforeTheWork() throws IOException {
        Path data = fixture.csv("data.csv", "id,prompt,label", s -> "r" + s.number() + "," + line(s));
        Path file = fixture.file("file", "mine");

        refused(data, List.of("--out-of-fold", file + "/oof.csv"), "cannot write " + file + "/oof.csv", "is a file");
        refused(data, List.of("--out-of-fold", fixture.out().toString()), "is a folder, not a file");
        refused(data, List.of("--out-of-fold", fixture.out() + "/new/bundle/oof.csv"), "lies in --out", "beside it");
        assertThat(file).hasContent("mine");
    }

    @Test
    void anOutputThatIsAnInput() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);

        refused(data, List.of("--out-of-fold", data.toString()), "would be written over, and is read");
    }

    @Test
    void twoFilesOfOneName() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);
        Path other = Files.createDirectory(fixture.path("folder")).resolve("data.csv");
        Files.copy(data, other);

        refused(data, List.of("--data", other.toString()), "two files of the name \"data.csv\"", "rename one");
        refused(data, List.of("--data", data.toString()), "names " + data + " twice");
    }

    @Test
    void anAuditReadsAllFilesBeforeItSaysAnything() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);
        Path empty = fixture.file("empty.csv", "");
        Path header = fixture.file("header.csv", "prompt,label\n");
        Path hole = fixture.file("hole.csv", "prompt,label\nx,1\n\0\0\0\0");

        for (Path against : List.of(empty, header, hole, fixture.path("nowhere.csv"), fixture.out())) {
            CommandRun run = CommandRun.ofLine(
                    "datasets", "audit", "--data", data.toString(), "--against", data.toString(), against.toString());

            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.err().strip()).startsWith(against + ":").doesNotContain("\n", "Exception");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aFullDisk() throws IOException {
        Path data = fixture.csv("data.csv", "prompt,label", BadInputTest::line);
        Configuration small = Configuration.unix().toBuilder()
                .setWorkingDirectory("/disk")
                .setBlockSize(1024)
                .setMaxSize(16 * 1024)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path work = disk.getPath("/disk");
            TrainOptions options = new TrainOptions(
                    new LabelledRun(
                            List.of(data),
                            ReadOptions.of(List.of(), List.of()),
                            TieRule.DEFAULT,
                            Optional.empty(),
                            1,
                            work.resolve("models/mine"),
                            false,
                            "train"),
                    Optional.of(HeadFamily.GAIN),
                    Profile.ACCURATE,
                    false,
                    Optional.of(fixture.path("encoder")),
                    6,
                    Optional.empty(),
                    64,
                    Optional.empty());

            assertThatThrownBy(() -> new Train(options, Clock.systemUTC()).run())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContainingAll("cannot write", "models/mine", "free some space");
            try (Stream<Path> left = Files.walk(work)) {
                assertThat(left).containsExactly(work);
            }
        }
    }

    private void refused(Path data, List<String> options, String... parts) throws IOException {
        CommandRun run = fixture.run(data, "new/bundle", options.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(parts).doesNotContain("Exception");
        assertThat(fixture.left()).isEmpty();
    }

    private static String line(Sample sample) {
        return quoted(sample.prompt()) + (sample.hard() ? ",1" : ",0");
    }

    /** Rows without line breaks, the 41st of which has the label. */
    private Path withLine(String label) throws IOException {
        return fixture.csv(
                "data.csv",
                "prompt,label",
                s -> "prompt " + s.number() + "," + (s.number() == 40 ? label : s.hard() ? "1" : "0"));
    }

    /** The line a sample's row starts on. */
    private static long lineOf(int number) {
        return 2
                + TrainFixture.samples().stream()
                        .limit(number)
                        .mapToLong(s ->
                                1 + s.prompt().chars().filter(c -> c == '\n').count())
                        .sum();
    }
}
