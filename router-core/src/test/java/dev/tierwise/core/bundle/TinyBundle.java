package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Manifest.Features;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.Training;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.testing.TestGraph;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A bundle on disk with the tiny encoder and a head that is a sigmoid over one feature. */
final class TinyBundle {
    static final int MAX_TOKENS = 64;
    static final String CARD = "MODEL_CARD.md";

    /** What the head reads. */
    static final int WIDTH = TinyEncoder.DIMENSION + SurfaceFeatures.NAMES.size();

    private final Path folder;
    private final Manifest manifest;

    /** Writes it to a folder of its own in {@code home}. */
    TinyBundle(Path home) throws IOException {
        Path encoder = home.resolve("encoder");
        TinyEncoder.write(encoder, RouterBundle.ENCODER);
        this.folder = home.resolve("bundle");
        try (PromptEncoder tiny = OnnxEncoder.fromFolder(encoder, MAX_TOKENS)) {
            this.manifest = write(manifest(tiny.spec()));
        }
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** As it was written at first. */
    Manifest manifest() {
        return manifest;
    }

    RouterBundle open() {
        return RouterBundle.open(folder);
    }

    /** Writes another manifest over the bundle. */
    Manifest write(Manifest other) throws IOException {
        return write(other, head(WIDTH));
    }

    Manifest write(Manifest other, byte[] head) throws IOException {
        Map<String, byte[]> files = Map.of(
                RouterBundle.HEAD,
                head,
                RouterBundle.ENCODER,
                TinyEncoder.model(),
                OnnxEncoder.TOKENIZER,
                TinyEncoder.tokenizer(),
                CARD,
                "# A card\n".getBytes(StandardCharsets.UTF_8));
        return BundleWriter.write(folder, true, files, other);
    }

    /** A sigmoid over one feature, the first behind the embedding. */
    static byte[] head(int features) {
        float[] weights = new float[features];
        weights[Math.min(features - 1, TinyEncoder.DIMENSION)] = 0.01f;
        return head(weights);
    }

    static byte[] head(float[] weights) {
        int features = weights.length;
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, features)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .constant("weights", weights, features, 1)
                .node("MatMul", "logit", "features", "weights")
                .node("Sigmoid", "win_probability", "logit")
                .toBytes();
    }

    static Manifest manifest(EncoderSpec encoder) {
        return manifest(
                encoder,
                Pooling.WHOLE,
                Featurizer.schema(encoder.dimension(), Pooling.WHOLE).fingerprint());
    }

    static Manifest manifest(EncoderSpec encoder, Pooling pooling, String fingerprint) {
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
