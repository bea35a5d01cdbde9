package dev.tierwise.training;

import static dev.tierwise.training.TrainFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.bundle.RouterBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code adapt} on a router trained a moment before. */
final class AdaptTest {
    @TempDir
    private Path home;

    @Test
    void aFewLabelsMakeABundleThatStandsAlone() throws Exception {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("a.csv", "prompt,label", s -> quoted(s.prompt()) + "," + (s.hard() ? 1 : 0));
        Path prior = fixture.train(data, "prior", "--head", "gain");

        CommandRun run = adapt(fixture, prior, data, "mine");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("apgr_minus_router", "apgr_minus_length")
                .contains("warning: the router it stands on was trained on a.csv: its figures there flatter");
        Path mine = fixture.out().resolve("mine");
        assertThat(Files.readString(mine.resolve("MODEL_CARD.md")))
                .contains("adapted to 200 labelled prompts", "was trained on a.csv");
        // The router it stands on is part of the graph, not of the folder.
        Files.delete(prior.resolve(RouterBundle.HEAD));
        try (RouterBundle bundle = RouterBundle.open(mine)) {
            assertThat(bundle.manifest().head().kind()).isEqualTo("adapted");
            assertThat(bundle.score("Prove that there are infinitely many primes.")
                            .winProbability())
                    .isBetween(0.0, 1.0);
        }
    }

    /** A stack reads words beside the features, and so does what is adapted from it. */
    @ParameterizedTest
    @ValueSource(strings = {"prior", "default", "default-fast"})
    void theBundlesThatComeWithTheRepositoryCanBeAdapted(String name) throws Exception {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("a.csv", "prompt,label", s -> quoted(s.prompt()) + "," + (s.hard() ? 1 : 0));

        CommandRun run = adapt(fixture, Path.of("..", "models", name), data, "mine");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (RouterBundle mine = RouterBundle.open(fixture.out().resolve("mine"))) {
            assertThat(mine.score("Prove that there are infinitely many primes.")
                            .winProbability())
                    .isGreaterThan(mine.score("What is the capital of France?").winProbability());
        }
    }

    @Test
    void tiesThatAreDroppedTeachNothing() throws Exception {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("a.csv", "prompt,label", s -> quoted(s.prompt()) + "," + (s.hard() ? 1 : 0));
        Path prior = fixture.train(data, "prior", "--head", "gain");
        Path decided =
                fixture.csv("b.csv", "prompt,winner", s -> quoted(s.prompt()) + "," + (s.hard() ? "strong" : "weak"));
        Path withTies = fixture.file(
                "c.csv",
                Files.readString(decided) + "one prompt on which both are as good,tie\n"
                        + "another prompt on which both are as good,tie\n");

        CommandRun without = adapt(fixture, prior, decided, "decided", "--ties", "drop");
        CommandRun with = adapt(fixture, prior, withTies, "withTies", "--ties", "drop");

        assertThat(without.exitCode()).as(without.err()).isZero();
        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(fixture.out().resolve("withTies").resolve(RouterBundle.HEAD))
                .hasSameBinaryContentAs(fixture.out().resolve("decided").resolve(RouterBundle.HEAD));
    }

    @Test
    void labelsThatSayNothingAreCalledSo() throws Exception {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("a.csv", "prompt,label", s -> quoted(s.prompt()) + "," + (s.hard() ? 1 : 0));
        Path prior = fixture.train(data, "prior", "--head", "gain");
        Path noise = fixture.csv("b.csv", "prompt,label", s -> quoted(s.prompt()) + "," + s.number() % 3 % 2);

        CommandRun run = adapt(fixture, prior, noise, "noise");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("warning: on b.csv it is no").doesNotContain("was trained on");
    }

    @Test
    void theCurveSaysWhereTooFewRowsAreLeft() throws Exception {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("a.csv", "prompt,label", s -> quoted(s.prompt()) + "," + (s.hard() ? 1 : 0));
        Path prior = fixture.train(data, "prior", "--head", "gain");

        CommandRun run = curve(prior, data, "2", "100,190");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("\\| 100 \\| 0\\.\\d+ ± ").contains("| 190 | too many for 200 rows |");

        CommandRun noLabels = curve(prior, data, "2", "100,0");
        assertThat(noLabels.exitCode()).isEqualTo(2);
        assertThat(noLabels.err()).contains("--labels 0 is too few: it takes at least 20");
        CommandRun oneDraw = curve(prior, data, "1", "100");
        assertThat(oneDraw.exitCode()).isEqualTo(2);
        assertThat(oneDraw.err()).contains("--draws 1 is too few: it takes at least 2");
    }

    private static CommandRun curve(Path prior, Path data, String draws, String labels) {
        return CommandRun.ofLine(
                "study",
                "labels",
                "--router",
                prior.toString(),
                "--data",
                data.toString(),
                "--no-cache",
                "--draws",
                draws,
                "--labels",
                labels);
    }

    private static CommandRun adapt(TrainFixture fixture, Path router, Path data, String name, String... more) {
        List<String> args = new ArrayList<>(List.of("adapt", "--router", router.toString()));
        args.addAll(List.of("--data", data.toString(), "--no-cache"));
        args.addAll(List.of("--out", fixture.out().resolve(name).toString()));
        args.addAll(List.of(more));
        return CommandRun.ofLine(args.toArray(String[]::new));
    }
}
