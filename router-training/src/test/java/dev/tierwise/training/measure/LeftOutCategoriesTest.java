package dev.tierwise.training.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.training.TrainFixture;
import dev.tierwise.training.TrainFixture.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftOutCategoriesTest {
    private static final int TEXTS = 100;
    private static final int CATEGORIES = 24;
    /** Of each text; words of fewer rows than three are unknown to a router. */
    private static final int COPIES = 5;

    @TempDir
    private Path home;

    @Test
    void everyCategoryIsInAGroupAndTheGroupsAreEven() {
        List<String> categories =
                IntStream.range(0, 98).mapToObj(i -> "c" + i).collect(Collectors.toCollection(ArrayList::new));
        categories.addAll(List.of("high school", "high  school"));

        Map<String, Integer> groups = LeftOutCategories.deal(categories, 10, 1);

        assertThat(groups).containsOnlyKeys(categories);
        assertThat(groups.values().stream().collect(Collectors.groupingBy(group -> group, Collectors.counting())))
                .hasSize(10)
                .allSatisfy((_, size) -> assertThat(size).isEqualTo(10));
    }

    /** Labels by lot, and texts that stand in several categories: whoever has seen a copy knows the label, nobody else does. */
    @Test
    void aTextOfTwoCategoriesIsSeenInNeither() throws IOException {
        List<Sample> samples = TrainFixture.samples();
        Random random = new Random(3);
        int[] label = random.ints(TEXTS, 0, 2).toArray();
        String rows = IntStream.range(0, TEXTS * COPIES)
                .mapToObj(i -> TrainFixture.quoted(samples.get(i % TEXTS).prompt()) + ",c"
                        + (i % TEXTS + i / TEXTS) % CATEGORIES + "," + label[i % TEXTS] + "\n")
                .collect(Collectors.joining());
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.file("data.csv", "prompt,category,label\n" + rows);

        try (RouterBundle bundle = RouterBundle.open(fixture.train(data, "stack", "--head", "stack"))) {
            Measured leftOut = bundle.manifest().metrics().getLast();
            assertThat(leftOut.split()).startsWith("whole categories left out");
            assertThat(leftOut.figures())
                    .hasEntrySatisfying(
                            "auroc", auroc -> assertThat(auroc.value()).isBetween(.3, .7));
        }
    }

    /** Every prompt stands in every category: the figure is left out, the training is not lost. */
    @Test
    void promptsThatStandInAllCategoriesCostAFigureAlone() throws IOException {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv(
                "data.csv",
                "prompt,category,label",
                s -> IntStream.range(0, CATEGORIES)
                        .mapToObj(category ->
                                TrainFixture.quoted(s.prompt()) + ",c" + category + "," + (s.hard() ? 1 : 0))
                        .collect(Collectors.joining("\n")));

        try (RouterBundle bundle = RouterBundle.open(fixture.train(data, "gain", "--head", "gain"))) {
            assertThat(bundle.manifest().metrics())
                    .extracting(Measured::split)
                    .noneMatch(split -> split.startsWith("whole categories"));
        }
    }
}
