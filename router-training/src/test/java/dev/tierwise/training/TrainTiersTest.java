package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.RouterBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --tiers}: three priced columns in, a bundle that rates each out. */
final class TrainTiersTest {
    @TempDir
    private Path home;

    private TrainFixture fixture;
    private Path data = Path.of("");
    private String[] options = {};

    @BeforeEach
    void write() throws IOException {
        fixture = new TrainFixture(home);
        // The middle tier fails on half of the hard prompts, the small one on all of them.
        data = fixture.csv(
                "wide.csv",
                "id,prompt,category,large,small,middle",
                sample -> String.join(
                        ",",
                        "r" + sample.number(),
                        TrainFixture.quoted(sample.prompt()),
                        "c" + sample.number() % 3,
                        "1",
                        sample.hard() ? "0" : "1",
                        sample.hard() && sample.number() % 2 == 0 ? "0" : "1"));
        Path prices = fixture.file("prices.csv", "model,input,output\nlarge,10,30\nsmall,0.1,0.4\nmiddle,1,3\n");
        options = new String[] {"--tiers", "large,small,middle", "--prices", prices.toString()};
    }

    @Test
    void aBundleRatesItsTiersFromCheapToDearAndSaysHowWell() throws IOException {
        Path scores = fixture.path("oof.csv");
        Path folder = fixture.train(data, "three", append("--out-of-fold", scores.toString()));

        CommandRun adapted = CommandRun.ofLine(
                "adapt",
                "--router",
                folder.toString(),
                "--data",
                fixture.csv(
                                "two.csv",
                                "prompt,label",
                                row -> TrainFixture.quoted(row.prompt()) + "," + row.number() % 2)
                        .toString(),
                "--no-cache",
                "--out",
                fixture.path("adapted").toString());
        assertThat(adapted.exitCode()).isEqualTo(2);
        assertThat(adapted.err()).contains("rates several tiers");

        try (RouterBundle bundle = RouterBundle.open(folder)) {
            assertThat(bundle.manifest().tiers())
                    .extracting(Manifest.Tier::name)
                    .containsExactly("small", "middle", "large");
            assertThat(bundle.rateTiers("Prove that e is irrational.").quality())
                    .hasSize(3)
                    .allMatch(quality -> quality >= 0 && quality <= 1);
            assertThat(bundle.manifest().metrics())
                    .extracting(Manifest.Measured::split)
                    .containsExactly("5-fold cross-validation by prompt", "whole categories left out");
            assertThat(bundle.manifest().metrics().getFirst().figures())
                    .containsKeys(
                            "aiq", "aiq_minus_mixtures", "aiq_minus_best_single", "ece small", "ece_null95 large");
        }
        assertThat(folder.resolve("MODEL_CARD.md"))
                .content()
                .contains("over mixtures", "over best single", "--tiers large,small,middle");
        assertThat(Files.readAllLines(scores))
                .hasSize(TrainFixture.samples().size() + 1)
                .first()
                .isEqualTo("id,small,middle,large");
    }

    /** A fit each of hundreds of categories would take hundreds of times as long as the training itself. */
    @Test
    void manyCategoriesAreLeftOutInTwelveGroups() throws IOException {
        data = fixture.csv(
                "many.csv",
                "id,prompt,category,large,small,middle",
                s -> "r" + s.number() + "," + TrainFixture.quoted(s.prompt()) + ",c" + s.number() % 30 + ",1,"
                        + (s.hard() ? "0,0" : "1,1"));

        try (RouterBundle bundle = RouterBundle.open(fixture.train(data, "many", options))) {
            assertThat(bundle.manifest().metrics())
                    .extracting(Manifest.Measured::split)
                    .containsExactly(
                            "5-fold cross-validation by prompt",
                            "whole categories left out, a twelfth of them at a time");
        }
    }

    /** Without the one large category there is nothing to learn from: the figure is left out, the training is not lost. */
    @Test
    void aStrayCategoryCostsAFigureAlone() throws IOException {
        data = fixture.csv(
                "stray.csv",
                "prompt,category,large,small,middle",
                s -> TrainFixture.quoted(s.prompt()) + "," + (s.number() == 7 ? "stray" : "usual") + ",1,"
                        + (s.hard() ? "0,0" : "1,1"));

        try (RouterBundle bundle = RouterBundle.open(fixture.train(data, "stray", options))) {
            assertThat(bundle.manifest().metrics())
                    .extracting(Manifest.Measured::split)
                    .containsExactly("5-fold cross-validation by prompt");
        }
    }

    /** Each prompt stands in both categories, so that without either there is none. */
    @Test
    void promptsThatStandInAllCategoriesCostAFigureAlone() throws IOException {
        data = fixture.csv(
                "all.csv",
                "prompt,category,large,small,middle",
                s -> IntStream.range(0, 2)
                        .mapToObj(category ->
                                TrainFixture.quoted(s.prompt()) + ",c" + category + ",1," + (s.hard() ? "0,0" : "1,1"))
                        .collect(Collectors.joining("\n")));

        try (RouterBundle bundle = RouterBundle.open(fixture.train(data, "all", options))) {
            assertThat(bundle.manifest().metrics())
                    .extracting(Manifest.Measured::split)
                    .containsExactly("5-fold cross-validation by prompt");
        }
        CommandRun study = CommandRun.ofLine(append(
                "study",
                "tiers",
                "--data",
                data.toString(),
                "--no-cache",
                "--out",
                fixture.path("left-out.csv").toString()));
        assertThat(study.exitCode()).isEqualTo(2);
        assertThat(study.err()).contains("0 different prompts are left to learn from");
    }

    @Test
    void fewPromptsThatStandOftenAreFew() throws IOException {
        Path few = fixture.csv(
                "few.csv",
                "prompt,large,small,middle",
                s -> "prompt " + s.number() % 5 + ",1," + (s.number() % 2) + ",1");

        CommandRun run = fixture.run(few, "few", options);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("5 different prompts on which every tier was measured are too few");
    }

    @Test
    void equalTrainingGivesEqualBytes() throws IOException {
        assertThat(fixture.train(data, "one", options).resolve(RouterBundle.HEAD))
                .hasSameBinaryContentAs(fixture.train(data, "two", options).resolve(RouterBundle.HEAD));
    }

    @Test
    void whatCannotBeTrainedOnIsRefusedInASentence() throws IOException {
        refused("three or more", "--tiers", "large,small", options[2], options[3]);
        refused("three or more different", "--tiers", "large,small,middle,large", options[2], options[3]);
        refused(
                "no price for \"middle\"",
                "--tiers",
                "large,small,middle",
                "--price",
                "large=10,30",
                "--price",
                "small=1,2");
        refused("stands in place of", options[0], options[1], options[2], options[3], "--head", "gain");
        data = fixture.csv(
                "points.csv", "prompt,large,small,middle", sample -> TrainFixture.quoted(sample.prompt()) + ",10,2,7");
        refused("must be in 0..1", options);
        data = fixture.csv(
                "alike.csv", "prompt,large,small,middle", sample -> TrainFixture.quoted(sample.prompt()) + ",1,1,1");
        refused("nothing to choose by", options);
    }

    @Test
    void anIdThatStandsTwiceIsRefusedWhereRatingsAreNamedByIt() throws IOException {
        data = fixture.csv(
                "twice.csv",
                "id,prompt,large,small,middle",
                s -> "r" + Math.max(s.number(), 1) + "," + TrainFixture.quoted(s.prompt()) + ",1,"
                        + (s.hard() ? "0,0" : "1,1"));
        Path scores = fixture.path("oof.csv");
        refused("has the id \"r1\" of twice.csv:2", append("--out-of-fold", scores.toString()));
        CommandRun study = study(scores);
        assertThat(study.exitCode()).as(study.err()).isEqualTo(2);
        assertThat(study.err()).contains("has the id \"r1\" of twice.csv:2");
        assertThat(scores).doesNotExist();
    }

    @Test
    void aStudyOfRowsOfOneKindIsRefusedInASentence() throws IOException {
        data = fixture.csv(
                "one.csv",
                "id,prompt,large,small,middle",
                s -> "r" + s.number() + "," + TrainFixture.quoted(s.prompt()) + ",1," + (s.hard() ? "0,0" : "1,1"));

        CommandRun study = study(fixture.path("left-out.csv"));

        assertThat(study.exitCode()).as(study.err()).isEqualTo(2);
        assertThat(study.err()).contains("one.csv: all rows are of one test and of one category");
    }

    private CommandRun study(Path out) {
        return CommandRun.ofLine(Stream.concat(
                        Stream.of("study", "tiers", "--data", data.toString(), "--out", out.toString(), "--no-cache"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private String[] append(String... more) {
        return Stream.concat(Stream.of(more), Stream.of(options)).toArray(String[]::new);
    }

    private void refused(String why, String... more) throws IOException {
        CommandRun run = fixture.run(data, "refused", more);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(why);
        assertThat(fixture.left()).isEmpty();
    }
}
