package dev.tierwise.training.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.training.TrainFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quantiles by which a strong share becomes a threshold. */
final class QuantilesTest {
    @TempDir
    private Path home;

    @Test
    void equalRowsLieAtEqualDistances() {
        List<Float> quantiles = Quantiles.of(new double[] {5, 1, 2, 4, 3});

        assertThat(quantiles).hasSize(1001);
        for (int q = 0; q <= 1000; q++) {
            assertThat((double) quantiles.get(q)).isCloseTo(1 + 4 * q / 1000.0, within(1e-6));
        }
        assertThat(Quantiles.of(new double[] {.25})).hasSize(1001).containsOnly(.25f);
    }

    @Test
    void aRowOfWeightThreeCountsLikeThreeRows() {
        Random random = new Random(1);
        double[] values = random.doubles(400).toArray();
        double[] weight = random.ints(400, 0, 4).asDoubleStream().toArray();
        double[] repeated = IntStream.range(0, values.length)
                .mapToObj(i -> IntStream.range(0, (int) weight[i]).mapToDouble(_ -> values[i]))
                .flatMapToDouble(each -> each)
                .toArray();

        List<Float> weighted = Quantiles.of(values, weight);
        List<Float> alike = Quantiles.of(repeated);

        for (int q = 0; q <= 1000; q++) {
            assertThat(weighted.get(q)).isCloseTo(alike.get(q), within(.02f));
        }
    }

    /** Half of the traffic are ties, which no fit sees: a share of it is a share of them, too. */
    @Test
    void aStrongShareIsOneOfAllTrafficWhereTiesAreDropped() throws Exception {
        TrainFixture fixture = new TrainFixture(home);
        String ties = IntStream.range(0, 200).mapToObj(i -> tie(i) + ",tie\n").collect(Collectors.joining());
        Path decided = fixture.csv(
                "decided.csv",
                "prompt,winner",
                s -> TrainFixture.quoted(s.prompt()) + "," + (s.hard() ? "strong" : "weak"));
        Path data = fixture.file("data.csv", Files.readString(decided) + ties);

        try (RouterBundle bundle =
                RouterBundle.open(fixture.train(data, "stack", "--head", "stack", "--ties", "drop"))) {
            double threshold = bundle.thresholdForStrongShare(.5);
            double share = Stream.concat(
                            IntStream.range(0, 200).mapToObj(QuantilesTest::tie),
                            TrainFixture.samples().stream().map(TrainFixture.Sample::prompt))
                    .mapToDouble(prompt -> bundle.score(prompt).winProbability() >= threshold ? 1 : 0)
                    .average()
                    .orElseThrow();
            assertThat(share).isCloseTo(.5, within(.1));
        }
    }

    private static String tie(int number) {
        return "Say hello to guest number " + number + " of the evening.";
    }
}
