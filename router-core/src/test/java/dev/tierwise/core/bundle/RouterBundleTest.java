package dev.tierwise.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.score.TestHeads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouterBundleTest {
    @TempDir
    private Path home;

    private TinyBundle tiny;

    @BeforeEach
    void writeBundle() throws IOException {
        tiny = new TinyBundle(home);
    }

    @Test
    void opensAndScoresWithTheHeadItWasWrittenWith() {
        try (RouterBundle bundle = tiny.open()) {
            assertThat(bundle.manifest()).isEqualTo(tiny.manifest());
            Scored scored = bundle.score("a router");
            // The head is a sigmoid of 0.01 times log(1 + characters).
            assertThat(scored.winProbability()).isCloseTo(1 / (1 + Math.exp(-0.01 * Math.log1p(8))), within(1e-6));
            assertThat(scored.timings().total()).isPositive();
        }
    }

    @Test
    void aManifestOfBeforeThereWasPoolingIsOfOneEmbedding() throws IOException {
        Path file = tiny.file(ManifestFile.NAME);
        String older = Files.readString(file).replaceFirst("    \"pooling\" : \"WHOLE\",\n", "");
        String digest = older.replaceFirst("(?s).*\"([0-9a-f]{64})\"\\s*}\\s*", "$1");
        String zeroed = older.replace(digest, "0".repeat(64));
        assertThat(older).doesNotContain("pooling");
        Files.writeString(file, older.replace(digest, Digests.sha256(zeroed.getBytes(StandardCharsets.UTF_8))));

        try (RouterBundle bundle = tiny.open()) {
            assertThat(bundle.manifest().features()).isEqualTo(tiny.manifest().features());
        }
    }

    @Test
    void aBundleOfSeveralTiersRatesEach() throws IOException {
        writeTiers(3, TestHeads.tiers(TinyBundle.WIDTH, 3, new Random(1)));
        try (RouterBundle bundle = tiny.open()) {
            assertThat(bundle.ratesTiers()).isTrue();
            TierRatings rated = bundle.rateTiers("a router");
            assertThat(rated.quality()).hasSize(3).allMatch(quality -> quality >= 0 && quality <= 1);
            assertThat(rated.timings().total()).isPositive();
            assertThatThrownBy(() -> bundle.score("a router")).hasMessageContaining("no win probability");
        }
        writeTiers(2, TestHeads.tiers(TinyBundle.WIDTH, 3, new Random(1)));
        assertThatThrownBy(tiny::open)
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(RouterBundle.HEAD, "gives 3 numbers", "should give 2");
    }

    private void writeTiers(int tiers, byte[] head) throws IOException {
        Manifest two = tiny.manifest();
        List<Tier> named = IntStream.range(0, tiers)
                .mapToObj(i -> new Tier("t" + i, List.of("m" + i)))
                .toList();
        Manifest manifest = new Manifest(
                two.format(),
                two.name(),
                two.created(),
                named,
                two.encoder(),
                two.routingText(),
                two.features(),
                new Manifest.Head(
                        "tiers", "a test", "none", two.head().inputs(), Map.of("tier_quality", List.of(-1L, 3L))),
                two.ties(),
                List.of(),
                List.of(),
                two.training(),
                Map.of());
        tiny.write(manifest, head);
    }

    @Test
    void aFigureWithoutAnIntervalIsReadBack() throws IOException {
        byte[] bytes = ManifestFile.write(tiny.manifest());

        assertThat(ManifestFile.read(bytes, "router.json").metrics().getFirst().figures())
                .containsEntry("auroc", new Figure(0.7, null, null))
                .containsEntry("apgr", new Figure(0.6, 0.5, 0.7));
    }

    @Test
    void aStrongShareIsReadOffTheQuantiles() {
        try (RouterBundle bundle = tiny.open()) {
            // Quantile q of the scores is q: the threshold of a share s is 1 - s.
            for (double share : new double[] {0, 0.0004, 0.25, 0.3333, 0.9996, 1}) {
                assertThat(bundle.thresholdForStrongShare(share)).isCloseTo(1 - share, within(1e-6));
            }
            for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
                assertThatThrownBy(() -> bundle.thresholdForStrongShare(share))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("[0,1]");
            }
        }
    }

    @Test
    void noneAndAllAreMeantOfEveryPrompt() throws IOException {
        Manifest two = tiny.manifest();
        tiny.write(new Manifest(
                two.format(),
                two.name(),
                two.created(),
                two.tiers(),
                two.encoder(),
                two.routingText(),
                two.features(),
                two.head(),
                two.ties(),
                two.scoreQuantiles().stream().map(q -> 0.2f + 0.5f * q).toList(),
                two.metrics(),
                two.training(),
                Map.of()));
        try (RouterBundle bundle = tiny.open()) {
            assertThat(bundle.thresholdForStrongShare(0)).isEqualTo(1);
            assertThat(bundle.thresholdForStrongShare(0.001)).isCloseTo(0.6995, within(1e-6));
            assertThat(bundle.thresholdForStrongShare(1)).isEqualTo(0);
        }
    }

    @Test
    void onlyABundleIsReplaced() throws IOException {
        Path precious = Files.createDirectory(home.resolve("precious"));
        Files.writeString(precious.resolve("thesis.txt"), "years");

        assertThatThrownBy(() -> BundleWriter.write(precious, true, Map.of(), tiny.manifest()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("precious", "not a bundle");
        assertThat(precious.resolve("thesis.txt")).exists();
    }

    @Test
    void aBundleIsNotReplacedWithWhatSomebodyKeepsBesideIt() throws IOException {
        Path labels = Files.writeString(tiny.folder().resolve("labels.csv"), "months");

        assertThatThrownBy(() -> tiny.write(tiny.manifest()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("labels.csv", "--force does not replace it");
        assertThat(labels).exists();

        Files.delete(labels);
        Files.writeString(tiny.file(ManifestFile.NAME), "damaged");
        tiny.write(tiny.manifest());
        tiny.open().close();
    }

    @Test
    void aBundleIsNotReplacedUnasked() {
        assertThatThrownBy(() -> BundleWriter.write(tiny.folder(), false, Map.of(), tiny.manifest()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("exists already", "--force");
        tiny.open().close();
    }
}
