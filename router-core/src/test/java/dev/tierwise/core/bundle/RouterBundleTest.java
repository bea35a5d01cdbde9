package dev.tierwise.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.Manifest.Features;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.Training;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.EncoderSpec;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.OnnxEncoder;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.PromptEncoder;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.SurfaceFeatures;
import dev.tierwise.core.score.TestHeads;
import dev.tierwise.core.testing.TestGraph;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouterBundleTest {
    private static final int MAX_TOKENS = 64;
    private static final String CARD = "MODEL_CARD.md";

    @TempDir
    private Path home;

    private Path folder = Path.of("");
    private Manifest written =
            manifest(specOfTiny(), Featurizer.schema(1, Pooling.WHOLE).fingerprint());

    @BeforeEach
    void writeBundle() throws IOException {
        Path encoder = home.resolve("encoder");
        TinyEncoder.write(encoder, RouterBundle.ENCODER);
        folder = home.resolve("bundle");
        EncoderSpec spec;
        try (PromptEncoder tiny = OnnxEncoder.fromFolder(encoder, MAX_TOKENS)) {
            spec = tiny.spec();
        }
        written = write(manifest(
                spec, Featurizer.schema(spec.dimension(), Pooling.WHOLE).fingerprint()));
    }

    @Test
    void opensAndScoresWithTheHeadItWasWrittenWith() {
        try (RouterBundle bundle = RouterBundle.open(folder)) {
            assertThat(bundle.manifest()).isEqualTo(written);
            Scored scored = bundle.score("a router");
            // The head is a sigmoid of 0.01 times log(1 + characters).
            assertThat(scored.winProbability()).isCloseTo(1 / (1 + Math.exp(-0.01 * Math.log1p(8))), within(1e-6));
            assertThat(scored.timings().total()).isPositive();
        }
    }

    @Test
    void anyByteChangedInAnyFileIsNoticedAndTheFileNamed() throws IOException {
        Set<String> names = new TreeSet<>(written.files().keySet());
        names.add(ManifestFile.NAME);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "router.json", RouterBundle.HEAD, CARD, RouterBundle.ENCODER, OnnxEncoder.TOKENIZER);
        for (String name : names) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            // All of the manifest, which is the one file that vouches for itself; a sample of the others.
            int step = name.equals(ManifestFile.NAME) ? 7 : Math.max(1, good.length / 8);
            for (int at = 0; at < good.length; at += step) {
                assertChangeIsNoticed(file, good, at);
            }
            assertChangeIsNoticed(file, good, good.length - 1);
            Files.write(file, good);
        }
        RouterBundle.open(folder).close();
    }

    private void assertChangeIsNoticed(Path file, byte[] good, int at) throws IOException {
        for (int flip : new int[] {1, 0x20, 0x80}) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) flip;
            Files.write(file, bad);
            assertThatThrownBy(() -> RouterBundle.open(folder).close())
                    .as("byte %d of %s flipped by %d", at, file.getFileName(), flip)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void whiteSpaceInTheManifestCountsToo() throws IOException {
        Path file = folder.resolve(ManifestFile.NAME);
        String good = Files.readString(file);
        List<String> edits = List.of(
                good + "\n",
                " " + good,
                good.replaceFirst("\n", "\r\n"),
                good.replaceFirst(" : ", ": "),
                good.stripTrailing(),
                good.substring(0, good.length() / 2),
                "",
                "{}",
                "[]",
                "null");
        for (String edit : edits) {
            Files.writeString(file, edit);
            assertThatThrownBy(() -> RouterBundle.open(folder).close())
                    .as(edit)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aManifestOfBeforeThereWasPoolingIsOfOneEmbedding() throws IOException {
        Path file = folder.resolve(ManifestFile.NAME);
        String older = Files.readString(file).replaceFirst("    \"pooling\" : \"WHOLE\",\n", "");
        String digest = older.replaceFirst("(?s).*\"([0-9a-f]{64})\"\\s*}\\s*", "$1");
        String zeroed = older.replace(digest, "0".repeat(64));
        assertThat(older).doesNotContain("pooling");
        Files.writeString(file, older.replace(digest, Digests.sha256(zeroed.getBytes(StandardCharsets.UTF_8))));

        try (RouterBundle bundle = RouterBundle.open(folder)) {
            assertThat(bundle.manifest().features()).isEqualTo(written.features());
        }
    }

    @Test
    void aBundleWhoseEncoderCannotPoolSoIsRefused() {
        write(manifest(written.encoder(), Pooling.APART, written.features().fingerprint()));

        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("router.json", "one vector for both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../encoder/tokenizer.json", "/etc/hostname", "..", ".", "", "a/b", "a\0b"})
    void aNameThatLeadsOutOfTheFolderIsRefused(String name) throws IOException {
        Map<String, FileDigest> files = new HashMap<>(written.files());
        files.put(name, new FileDigest("0".repeat(64), 1));
        assertManifestIsRefused(written.withFiles(files), "lists a file");
    }

    @Test
    void aFileThatIsReadIsListedWithItsDigest() throws IOException {
        for (String name : List.of(RouterBundle.HEAD, OnnxEncoder.TOKENIZER)) {
            Map<String, FileDigest> files = new HashMap<>(written.files());
            files.remove(name);
            assertManifestIsRefused(written.withFiles(files), "lists no digest of " + name);
        }
    }

    @Test
    void quantilesThatNoThresholdCanBeReadOffAreRefused() throws IOException {
        List<Float> good = written.scoreQuantiles();
        List<Float> unordered = new ArrayList<>(good);
        unordered.set(500, 0.1f);
        List<Float> nan = new ArrayList<>(good);
        nan.set(0, Float.NaN);
        List<Float> above = new ArrayList<>(good);
        above.set(1000, 1.5f);
        for (List<Float> bad : List.<List<Float>>of(
                List.of(), good.subList(0, 5), Collections.nCopies(Manifest.QUANTILES, 7f), unordered, nan, above)) {
            assertManifestIsRefused(withQuantiles(bad), "score_quantiles that are not 1001 ascending numbers in 0..1");
        }
        List<Float> missing = new ArrayList<>(good);
        missing.set(3, null);
        assertManifestIsRefused(withQuantiles(missing), "score_quantiles");
    }

    private Manifest withQuantiles(List<Float> quantiles) {
        return new Manifest(
                written.format(),
                written.name(),
                written.created(),
                written.tiers(),
                written.encoder(),
                written.routingText(),
                written.features(),
                written.head(),
                written.ties(),
                quantiles,
                written.metrics(),
                written.training(),
                written.files());
    }

    private void assertManifestIsRefused(Manifest manifest, String what) throws IOException {
        Path file = folder.resolve(ManifestFile.NAME);
        Files.write(file, ManifestFile.write(manifest));
        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + " ")
                .hasMessageContainingAll(what, "train it again");
    }

    @Test
    void aHeadThatGivesNoNumberIsRefused() {
        int width = TinyEncoder.DIMENSION + SurfaceFeatures.NAMES.size();
        float[] weights = new float[width];
        weights[0] = Float.NaN;
        write(written, head(weights));

        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(RouterBundle.HEAD, "NaN", "train it again");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Set<String> names = new TreeSet<>(written.files().keySet());
        names.add(ManifestFile.NAME);
        for (String name : names) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(() -> RouterBundle.open(folder).close())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContainingAll(file.toString(), "missing");
            Files.write(file, good);
        }
        assertThatThrownBy(() -> RouterBundle.open(home.resolve("nowhere")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("nowhere", "is not a folder");
    }

    @Test
    void aBundleOfAnotherSchemaOrEncoderIsRefused() {
        EncoderSpec spec = written.encoder();
        write(manifest(spec, "0".repeat(64)));
        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("router.json", "feature schema", "0".repeat(64), "train the bundle again");

        EncoderSpec other = new EncoderSpec(spec.id(), "f".repeat(64), spec.dimension(), spec.maxTokens());
        write(manifest(other, Featurizer.schema(spec.dimension(), Pooling.WHOLE).fingerprint()));
        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("router.json", "another encoder");
    }

    @Test
    void aHeadOfAnotherWidthIsRefused() throws IOException {
        BundleWriter.write(folder, true, Map.of(RouterBundle.HEAD, head(5)), classPathManifest());

        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(RouterBundle.HEAD, "reads 5 features");
    }

    @Test
    void aBundleOfSeveralTiersRatesEach() {
        int width = TinyEncoder.DIMENSION + SurfaceFeatures.NAMES.size();
        writeTiers(3, TestHeads.tiers(width, 3, new Random(1)));
        try (RouterBundle bundle = RouterBundle.open(folder)) {
            assertThat(bundle.ratesTiers()).isTrue();
            TierRatings rated = bundle.rateTiers("a router");
            assertThat(rated.quality()).hasSize(3).allMatch(quality -> quality >= 0 && quality <= 1);
            assertThat(rated.timings().total()).isPositive();
            assertThatThrownBy(() -> bundle.score("a router")).hasMessageContaining("no win probability");
        }
        writeTiers(2, TestHeads.tiers(width, 3, new Random(1)));
        assertThatThrownBy(() -> RouterBundle.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(RouterBundle.HEAD, "gives 3 numbers", "should give 2");
    }

    private void writeTiers(int tiers, byte[] head) {
        Manifest two = written;
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
        write(manifest, head);
    }

    @Test
    void aFigureWithoutAnIntervalIsReadBack() throws IOException {
        byte[] bytes = ManifestFile.write(written);

        assertThat(ManifestFile.read(bytes, "router.json").metrics().getFirst().figures())
                .containsEntry("auroc", new Figure(0.7, null, null))
                .containsEntry("apgr", new Figure(0.6, 0.5, 0.7));
    }

    @Test
    void aStrongShareIsReadOffTheQuantiles() {
        try (RouterBundle bundle = RouterBundle.open(folder)) {
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
    void onlyABundleIsReplaced() throws IOException {
        Path precious = Files.createDirectory(home.resolve("precious"));
        Files.writeString(precious.resolve("thesis.txt"), "years");

        assertThatThrownBy(() -> BundleWriter.write(precious, true, Map.of(), written))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("precious", "not a bundle");
        assertThat(precious.resolve("thesis.txt")).exists();
    }

    @Test
    void aBundleIsNotReplacedUnasked() {
        assertThatThrownBy(() -> BundleWriter.write(folder, false, Map.of(), written))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("exists already", "--force");
        RouterBundle.open(folder).close();
    }

    private Manifest write(Manifest manifest) {
        return write(manifest, head(TinyEncoder.DIMENSION + SurfaceFeatures.NAMES.size()));
    }

    private Manifest write(Manifest manifest, byte[] head) {
        try {
            return BundleWriter.write(
                    folder,
                    true,
                    Map.of(
                            RouterBundle.HEAD,
                            head,
                            RouterBundle.ENCODER,
                            TinyEncoder.model(),
                            OnnxEncoder.TOKENIZER,
                            TinyEncoder.tokenizer(),
                            CARD,
                            "# A card\n".getBytes(StandardCharsets.UTF_8)),
                    manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sigmoid over one feature, the first behind the embedding. */
    private static byte[] head(int features) {
        float[] weights = new float[features];
        weights[Math.min(features - 1, TinyEncoder.DIMENSION)] = 0.01f;
        return head(weights);
    }

    private static byte[] head(float[] weights) {
        int features = weights.length;
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, features)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .constant("weights", weights, features, 1)
                .node("MatMul", "logit", "features", "weights")
                .node("Sigmoid", "win_probability", "logit")
                .toBytes();
    }

    private static EncoderSpec specOfTiny() {
        return new EncoderSpec("tiny", "0".repeat(64), TinyEncoder.DIMENSION, MAX_TOKENS);
    }

    private static Manifest classPathManifest() {
        try (OnnxEncoder encoder = OnnxEncoder.miniLm(MAX_TOKENS)) {
            return manifest(
                    encoder.spec(),
                    Featurizer.schema(encoder.spec().dimension(), Pooling.WHOLE).fingerprint());
        }
    }

    private static Manifest manifest(EncoderSpec encoder, String fingerprint) {
        return manifest(encoder, Pooling.WHOLE, fingerprint);
    }

    private static Manifest manifest(EncoderSpec encoder, Pooling pooling, String fingerprint) {
        int features = encoder.dimension() + SurfaceFeatures.NAMES.size();
        return new Manifest(
                Manifest.FORMAT,
                "tést \"quoted\"",
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of(new Tier("weak", List.of("small")), new Tier("strong", List.of("large-a", "large-b"))),
                encoder,
                RoutingText.DEFAULT,
                new Features(features, pooling, SurfaceFeatures.NAMES, fingerprint),
                new Manifest.Head(
                        "gain",
                        "a test",
                        "platt",
                        Map.of("features", List.of(-1L, (long) features)),
                        Map.of("win_probability", List.of(-1L, 1L))),
                TieRule.DEFAULT,
                IntStream.range(0, Manifest.QUANTILES).mapToObj(q -> q / 1000f).toList(),
                List.of(new Measured(
                        "a.csv",
                        "5-fold",
                        10,
                        Map.of("apgr", new Figure(0.6, 0.5, 0.7), "auroc", new Figure(0.7, null, null)))),
                new Training("scripts/tierwise train", 1, List.of(), 10, "0".repeat(64), Map.of("java", "25")),
                Map.of());
    }
}
