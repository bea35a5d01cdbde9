package dev.tierwise.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.testing.TestGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle that is damaged, or that could not serve, does not open, and the message names the file. */
final class BrokenBundleTest {
    @TempDir
    private Path home;

    private TinyBundle tiny;
    private Manifest written;

    @BeforeEach
    void writeBundle() throws IOException {
        tiny = new TinyBundle(home);
        written = tiny.manifest();
    }

    @Test
    void anyByteChangedInAnyFileIsNoticedAndTheFileNamed() throws IOException {
        Set<String> names = new TreeSet<>(written.files().keySet());
        names.add(ManifestFile.NAME);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "router.json", RouterBundle.HEAD, TinyBundle.CARD, RouterBundle.ENCODER, OnnxEncoder.TOKENIZER);
        for (String name : names) {
            Path file = tiny.file(name);
            byte[] good = Files.readAllBytes(file);
            // All of the manifest, which is the one file that vouches for itself; a sample of the others.
            int step = name.equals(ManifestFile.NAME) ? 7 : Math.max(1, good.length / 8);
            for (int at = 0; at < good.length; at += step) {
                assertChangeIsNoticed(file, good, at);
            }
            assertChangeIsNoticed(file, good, good.length - 1);
            Files.write(file, good);
        }
        tiny.open().close();
    }

    private void assertChangeIsNoticed(Path file, byte[] good, int at) throws IOException {
        for (int flip : new int[] {1, 0x20, 0x80}) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) flip;
            Files.write(file, bad);
            assertThatThrownBy(() -> tiny.open().close())
                    .as("byte %d of %s flipped by %d", at, file.getFileName(), flip)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void whiteSpaceInTheManifestCountsToo() throws IOException {
        Path file = tiny.file(ManifestFile.NAME);
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
            assertThatThrownBy(() -> tiny.open().close())
                    .as(edit)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aBundleWhoseEncoderCannotPoolSoIsRefused() throws IOException {
        tiny.write(TinyBundle.manifest(
                written.encoder(), Pooling.APART, written.features().fingerprint()));

        assertRefused("router.json", "one vector for both");
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

    @Test
    void moreTokensThanTheBuiltInEncoderReadsAreRefused() throws IOException {
        EncoderSpec spec = classPathManifest().encoder();
        EncoderSpec far = new EncoderSpec(spec.id(), spec.sha256(), spec.dimension(), 5_000);
        BundleWriter.write(
                tiny.folder(),
                true,
                Map.of(RouterBundle.HEAD, TinyBundle.head(TinyBundle.WIDTH)),
                TinyBundle.manifest(far));

        assertRefused("router.json", "read 5000 tokens, and it reads at most 512");
    }

    @Test
    void moreTokensThanAnyTextHasAreRefusedBeforeThereIsRoomForThem() throws IOException {
        EncoderSpec spec = written.encoder();
        EncoderSpec far = new EncoderSpec(spec.id(), spec.sha256(), spec.dimension(), 100_000_000);
        assertManifestIsRefused(
                TinyBundle.manifest(far).withFiles(written.files()), "has its encoder read 100000000 tokens");
    }

    @Test
    void wordsWithoutTheirWeightsAreRefused() throws IOException {
        byte[] head = new TestGraph()
                .input("features", TestGraph.FLOAT, -1, TinyBundle.WIDTH)
                .input("word_buckets", TestGraph.INT64, -1, -1)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .constant("weights", new float[TinyBundle.WIDTH], TinyBundle.WIDTH, 1)
                .node("MatMul", "logit", "features", "weights")
                .node("Sigmoid", "win_probability", "logit")
                .toBytes();
        tiny.write(written, head);

        assertRefused(RouterBundle.HEAD, "one of \"word_buckets\" and \"word_weights\" without the other");
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
        Path file = tiny.file(ManifestFile.NAME);
        Files.write(file, ManifestFile.write(manifest));
        assertThatThrownBy(tiny::open)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + " ")
                .hasMessageContainingAll(what, "train it again");
    }

    @Test
    void aHeadThatGivesNoNumberIsRefused() throws IOException {
        float[] weights = new float[TinyBundle.WIDTH];
        weights[0] = Float.NaN;
        tiny.write(written, TinyBundle.head(weights));

        assertRefused(RouterBundle.HEAD, "NaN", "train it again");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Set<String> names = new TreeSet<>(written.files().keySet());
        names.add(ManifestFile.NAME);
        for (String name : names) {
            Path file = tiny.file(name);
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(() -> tiny.open().close())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContainingAll(file.toString(), "missing");
            Files.write(file, good);
        }
        assertThatThrownBy(() -> RouterBundle.open(home.resolve("nowhere")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("nowhere", "is not a folder");
    }

    @Test
    void aBundleOfAnotherSchemaOrEncoderIsRefused() throws IOException {
        EncoderSpec spec = written.encoder();
        tiny.write(TinyBundle.manifest(spec, Pooling.WHOLE, "0".repeat(64)));
        assertRefused("router.json", "feature schema", "0".repeat(64), "train the bundle again");

        EncoderSpec other = new EncoderSpec(spec.id(), "f".repeat(64), spec.dimension(), spec.maxTokens());
        tiny.write(TinyBundle.manifest(other));
        assertRefused("router.json", "another encoder");
    }

    @Test
    void aHeadOfAnotherWidthIsRefused() throws IOException {
        BundleWriter.write(tiny.folder(), true, Map.of(RouterBundle.HEAD, TinyBundle.head(5)), classPathManifest());

        assertRefused(RouterBundle.HEAD, "reads 5 features");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(tiny::open).isInstanceOf(BadInputException.class).hasMessageContainingAll(parts);
    }

    private static Manifest classPathManifest() {
        try (OnnxEncoder encoder = OnnxEncoder.miniLm(TinyBundle.MAX_TOKENS)) {
            return TinyBundle.manifest(encoder.spec());
        }
    }
}
