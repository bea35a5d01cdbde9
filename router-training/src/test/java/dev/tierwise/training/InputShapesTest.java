package dev.tierwise.training;

import static dev.tierwise.training.TrainFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.training.TrainFixture.Sample;
import dev.tierwise.training.bundle.CardText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever shape says it, the same knowledge makes the same head, byte for byte. */
final class InputShapesTest {
    @TempDir
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private TrainFixture fixture;

    @BeforeEach
    void setUp() throws IOException {
        fixture = new TrainFixture(home);
    }

    @Test
    void allShapesTrainAndSayingTheSameTheyMakeTheSameHead() throws IOException {
        byte[] labelled = head(fixture.train(labelled(), "label", "--head", "gain"));

        assertThat(head(fixture.train(
                        fixture.csv(
                                "winner.csv",
                                "prompt,winner",
                                s -> quoted(s.prompt()) + (s.hard() ? ",strong" : ",tie")),
                        "winner",
                        "--head",
                        "gain")))
                .as("winner")
                .isEqualTo(labelled);
        assertThat(head(fixture.train(
                        fixture.csv(
                                "wide.csv",
                                "id,prompt,big,small",
                                s -> s.number() + "," + quoted(s.prompt()) + (s.hard() ? ",1,0" : ",1,1")),
                        "wide",
                        "--head",
                        "gain",
                        "--strong",
                        "big",
                        "--weak",
                        "small")))
                .as("wide")
                .isEqualTo(labelled);
        assertThat(head(fixture.train(
                        fixture.csv("pairs.csv", "model_a,model_b,prompt,winner", InputShapesTest::pair),
                        "pairs",
                        "--head",
                        "gain",
                        "--strong",
                        "big,huge",
                        "--weak",
                        "small")))
                .as("pairwise")
                .isEqualTo(labelled);
        assertThat(head(fixture.train(
                        fixture.csv(
                                "arena.csv",
                                "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie",
                                InputShapesTest::arena),
                        "arena",
                        "--head",
                        "gain",
                        "--strong",
                        "big",
                        "--weak",
                        "small")))
                .as("Arena's one-hot columns and lists of turns")
                .isEqualTo(labelled);
    }

    @Test
    void weightsThatAreSharesSayWhatWeightsOfOneSay() throws IOException {
        byte[] unweighted = head(fixture.train(labelled(), "whole", "--head", "gain"));
        Path shares = fixture.csv(
                "shares.csv", "prompt,label,weight", s -> quoted(s.prompt()) + (s.hard() ? ",1" : ",0") + ",0.0078125");

        assertThat(head(fixture.train(shares, "shares", "--head", "gain"))).isEqualTo(unweighted);
    }

    @Test
    void tiesCountAsTheRuleSaysAndNoneIsDroppedSilently() throws IOException {
        Path withTies = fixture.csv(
                "ties.csv",
                "prompt,winner",
                s -> quoted(s.prompt()) + (s.hard() ? ",strong" : s.number() % 3 == 0 ? ",tie" : ",weak"));
        long ties = TrainFixture.samples().stream()
                .filter(s -> !s.hard() && s.number() % 3 == 0)
                .count();

        CommandRun dropping = fixture.run(withTies, "drop", "--head", "gain", "--ties", "drop");
        assertThat(dropping.exitCode()).as(dropping.err()).isZero();
        assertThat(dropping.out()).contains("ties.csv: 200 rows, 200 kept", ties + " ties are left out");
        Path drop = fixture.out().resolve("drop");
        assertThat(drop.resolve(CardText.FILE)).content().contains(ties + " ties are left out");

        Path without = fixture.file(
                "without.csv",
                "prompt,winner\n"
                        + String.join(
                                "\n",
                                TrainFixture.samples().stream()
                                        .filter(s -> s.hard() || s.number() % 3 != 0)
                                        .map(s -> quoted(s.prompt()) + (s.hard() ? ",strong" : ",weak"))
                                        .toList()));
        assertThat(head(drop))
                .as("dropping ties is the same as not having them")
                .isEqualTo(head(fixture.train(without, "without", "--head", "gain")));

        Path soft = fixture.csv(
                "soft.csv",
                "prompt,label",
                s -> quoted(s.prompt()) + (s.hard() ? ",1" : s.number() % 3 == 0 ? ",0.5" : ",0"));
        assertThat(head(fixture.train(withTies, "half", "--head", "logistic", "--ties", "half")))
                .as("half a win is a label of one half")
                .isEqualTo(head(fixture.train(soft, "soft", "--head", "logistic")));
        Path hard = fixture.csv("hard.csv", "prompt,label", s -> quoted(s.prompt()) + (s.hard() ? ",1" : ",0"));
        assertThat(head(fixture.train(withTies, "weak", "--head", "logistic", "--ties", "weak")))
                .as("a tie is no win")
                .isEqualTo(head(fixture.train(hard, "hard", "--head", "logistic")));
    }

    @Test
    void aRowOfWeightThreeIsThreeRows() throws IOException {
        Path weighted =
                fixture.csv("weighted.csv", "prompt,label,weight", s -> line(s) + (s.number() % 5 == 0 ? ",3" : ",1"));
        Path repeated = fixture.csv(
                "repeated.csv",
                "prompt,label",
                s -> s.number() % 5 == 0 ? line(s) + "\n" + line(s) + "\n" + line(s) : line(s));

        double[] three = wins(fixture.train(weighted, "weighted", "--head", "gain"));
        double[] repeats = wins(fixture.train(repeated, "repeated", "--head", "gain"));
        double[] one = wins(fixture.train(labelled(), "plain", "--head", "gain"));

        assertThat(distance(three, one)).as("what the weights change").isGreaterThan(1e-2);
        assertThat(distance(three, repeats)).isLessThan(1e-5);
    }

    private static double[] wins(Path folder) {
        try (RouterBundle bundle = RouterBundle.open(folder)) {
            return TrainFixture.samples().stream()
                    .mapToDouble(s -> bundle.score(s.prompt()).winProbability())
                    .toArray();
        }
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .average()
                .orElseThrow();
    }

    @Test
    void rowsThatAreLeftOutAreCountedByReason() throws IOException {
        Path data = fixture.csv(
                "wide.csv",
                "prompt,big,small,contaminated",
                s -> quoted(s.prompt())
                        + (s.number() < 20 ? ",1,,0" : s.hard() ? ",1,0" : ",1,1")
                        + (s.number() < 20 ? "" : s.number() < 30 ? ",1" : ",0"));

        CommandRun run = fixture.run(data, "wide", "--head", "gain", "--strong", "big", "--weak", "small");

        assertThat(run.exitCode()).as(run.err()).isZero();
        String account = "wide.csv: 200 rows, 170 kept, 10 contaminated, 20 not measured for a tier";
        assertThat(run.out()).contains(account);
        assertThat(fixture.out().resolve("wide").resolve(CardText.FILE))
                .content()
                .contains(account);
    }

    @Test
    void severalFilesAreMeasuredOneByOneAndFittedTogether() throws IOException {
        List<Sample> samples = TrainFixture.samples();
        String first = String.join(
                "\n",
                samples.subList(0, 100).stream().map(InputShapesTest::line).toList());
        String second = String.join(
                "\n",
                samples.subList(100, 200).stream().map(InputShapesTest::line).toList());
        Path one = fixture.file("one.csv", "prompt,label\n" + first);
        Path two = fixture.file("two.csv", "prompt,label\n" + second);

        Path both = fixture.train(one, "both", "--head", "gain", "--data", two.toString());

        try (RouterBundle bundle = RouterBundle.open(both)) {
            assertThat(bundle.manifest().metrics()).extracting("dataset").containsExactly("one.csv", "two.csv");
            assertThat(bundle.manifest().training().rows()).isEqualTo(200);
        }
        assertThat(head(both)).isEqualTo(head(fixture.train(labelled(), "joined", "--head", "gain")));
    }

    @Test
    void aMisspeltModelOfComparisonsIsNamed() throws IOException {
        Path data = fixture.csv("pairs.csv", "model_a,model_b,prompt,winner", InputShapesTest::pair);

        CommandRun none = fixture.run(data, "none", "--strong", "bgi", "--weak", "small");
        CommandRun some = fixture.run(data, "some", "--strong", "big,hgue", "--weak", "small", "--head", "gain");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no row is about \"bgi\", did you mean \"big\"?; the other models are big");
        assertThat(some.exitCode()).as(some.err()).isZero();
        assertThat(some.out()).contains("no row is about \"hgue\", did you mean \"huge\"?");
    }

    private Path labelled() throws IOException {
        return fixture.csv("labelled.csv", "prompt,label", InputShapesTest::line);
    }

    private static String line(Sample sample) {
        return quoted(sample.prompt()) + (sample.hard() ? ",1" : ",0");
    }

    /** The strong model on either side, and a row between other models that has to be passed over. */
    private static String pair(Sample s) {
        String other = s.number() % 10 == 0 ? "small,tiny," + quoted(s.prompt()) + ",model_b\n" : "";
        return other
                + (s.number() % 2 == 0
                        ? "big,small," + quoted(s.prompt()) + (s.hard() ? ",model_a" : ",tie")
                        : "small,huge," + quoted(s.prompt()) + (s.hard() ? ",model_b" : ",tie (bothbad)"));
    }

    private static String arena(Sample s) {
        String turns = quoted("[" + json(s.prompt()) + "]");
        return s.number()
                + (s.number() % 2 == 0
                        ? ",big,small," + turns + ",a,b," + (s.hard() ? "1,0,0" : "0,0,1")
                        : ",small,big," + turns + ",a,b," + (s.hard() ? "0,1,0" : "0,0,1"));
    }

    private static String json(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static byte[] head(Path bundle) throws IOException {
        return Files.readAllBytes(bundle.resolve(RouterBundle.HEAD));
    }
}
