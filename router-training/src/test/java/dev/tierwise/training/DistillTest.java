package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.encoder.StaticEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillTest {
    private static final Pattern COSINES = Pattern.compile("held out: (\\S+) of tokens alone, (\\S+) after");

    @TempDir
    private Path home;

    private TrainFixture fixture;
    private Path corpus;

    @BeforeEach
    void write() throws IOException {
        fixture = new TrainFixture(home);
        corpus = fixture.csv("corpus.csv", "prompt", sample -> TrainFixture.quoted(sample.prompt()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "float32"})
    void pointsWhereTheEncoderDoes(String precision) {
        Path folder = fixture.path("static");
        CommandRun run = distill(folder, "--precision", precision);

        assertThat(run.exitCode()).as(run.err()).isZero();
        Matcher cosines = COSINES.matcher(run.out());
        assertThat(cosines.find()).as(run.out()).isTrue();
        assertThat(Double.parseDouble(cosines.group(2)))
                .isGreaterThanOrEqualTo(Double.parseDouble(cosines.group(1)))
                .isGreaterThan(0.9);
        try (PromptEncoder encoder = OnnxEncoder.fromFolder(folder, 64)) {
            assertThat(encoder).isInstanceOf(StaticEncoder.class);
            float[] embedding = new float[encoder.spec().dimension()];
            encoder.encode(TrainFixture.samples().getFirst().prompt(), embedding, 0);
            assertThat(norm(embedding)).isCloseTo(1, within(1e-5));
            encoder.encode("", embedding, 0);
            assertThat(norm(embedding)).as("of no text").isZero();
            int[] ids =
                    encoder.tokenizer().encode(TrainFixture.samples().getFirst().prompt());
            int d = embedding.length;
            float[] both = new float[2 * d];
            encoder.encode(ids, ids.length, 2, both, 0);
            encoder.encode(ids, 2, embedding, 0);
            assertThat(Arrays.copyOf(both, d)).as("of the first part").containsExactly(embedding);
            int[] rest = Arrays.copyOfRange(ids, 2, ids.length);
            encoder.encode(rest, rest.length, embedding, 0);
            assertThat(Arrays.copyOfRange(both, d, 2 * d)).as("of the rest").containsExactly(embedding);
        }
    }

    @Test
    void aFastRouterCarriesIt() throws IOException {
        CommandRun run = train("fast", "gain");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (RouterBundle bundle = RouterBundle.open(fixture.path("out/fast"))) {
            assertThat(bundle.manifest().encoder().id()).startsWith("static-");
            assertThat(bundle.score("What is two and two?").winProbability()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void itsStackIsTaughtUnlessToldOtherwise() throws IOException {
        CommandRun taught = train("taught", "stack");
        CommandRun alone = train("alone", "stack", "--no-teacher");

        assertThat(taught.exitCode()).as(taught.err()).isZero();
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        assertThat(taught.out()).contains("was taught by the sentence encoder");
        assertThat(alone.out()).doesNotContain("taught");
        Path taughtBundle = fixture.path("out/taught");
        Path aloneBundle = fixture.path("out/alone");
        assertThat(taughtBundle.resolve("MODEL_CARD.md")).content().contains("was taught by");
        assertThat(aloneBundle.resolve("MODEL_CARD.md")).content().contains("--no-teacher");
        assertThat(taughtBundle.resolve("head.onnx"))
                .binaryContent()
                .isNotEqualTo(Files.readAllBytes(aloneBundle.resolve("head.onnx")));
    }

    /** A fast router with a static embedding of the corpus, as {@code out/NAME}. */
    private CommandRun train(String name, String head, String... more) throws IOException {
        Path encoder = fixture.path("static");
        if (!Files.exists(encoder)) {
            assertThat(distill(encoder).exitCode()).isZero();
        }
        Path data = fixture.csv(
                "data.csv",
                "prompt,label",
                sample -> TrainFixture.quoted(sample.prompt()) + "," + (sample.hard() ? 1 : 0));
        List<String> command = List.of(
                "train",
                "--data",
                data.toString(),
                "--profile",
                "fast",
                "--encoder",
                encoder.toString(),
                "--head",
                head,
                "--no-cache",
                "--out",
                fixture.path("out/" + name).toString());
        return CommandRun.ofLine(
                Stream.concat(command.stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void theFastProfileRefusesAnEncoderThatIsNotStatic() {
        CommandRun run = CommandRun.ofLine(
                "train",
                "--data",
                corpus.toString(),
                "--profile",
                "fast",
                "--encoder",
                fixture.path("encoder").toString(),
                "--out",
                fixture.path("out/fast").toString());

        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aFolderOfOthersIsNotReplaced() throws IOException {
        Path others = Files.createDirectory(fixture.path("others"));
        Files.writeString(others.resolve("thesis.txt"), "years of work");

        CommandRun run = distill(others, "--force");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("holds other files than encoder.onnx and tokenizer.json");
        assertThat(others.resolve("thesis.txt")).exists();
        // As a bundle holds its embedding, too.
        Files.writeString(others.resolve("encoder.onnx"), "");
        assertThat(distill(others, "--force").exitCode()).isEqualTo(2);
        assertThat(others.resolve("thesis.txt")).exists();
    }

    @Test
    void whatItMadeBeforeIsReplacedAndTheEncoderItReadsIsNot() {
        assertThat(distill(fixture.path("static")).exitCode()).isZero();
        assertThat(distill(fixture.path("static"), "--force").exitCode()).isZero();

        CommandRun onItself = CommandRun.ofLine(
                "distill",
                "--corpus",
                corpus.toString(),
                "--encoder",
                fixture.path("encoder").toString(),
                "--out",
                fixture.path("encoder").toString(),
                "--force");
        assertThat(onItself.exitCode()).isEqualTo(2);
        assertThat(onItself.err()).contains("would be written over, and is read");
    }

    @Test
    void aTestThatIsToBeLeftOutMustBeThere() {
        CommandRun run = distill(fixture.path("static"), "--without", "gsm8k");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--without gsm8k: no row has it in the column benchmark; there are no tests");
    }

    private CommandRun distill(Path folder, String... more) {
        String[] fixed = {
            "distill",
            "--corpus",
            corpus.toString(),
            "--encoder",
            fixture.path("encoder").toString(),
            "--dimension",
            "3",
            "--no-cache",
            "--out",
            folder.toString()
        };
        String[] all = new String[fixed.length + more.length];
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return CommandRun.ofLine(all);
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += x * x;
        }
        return Math.sqrt(squares);
    }
}
