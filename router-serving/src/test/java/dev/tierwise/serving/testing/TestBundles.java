package dev.tierwise.serving.testing;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.OnnxEncoder;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.SurfaceFeatures;
import dev.tierwise.core.score.TestHeads;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Bundles with the real encoder and a head of random weights: decisions mean nothing, but differ by prompt. */
public final class TestBundles {
    private static final int MAX_TOKENS = 256;

    private TestBundles() {}

    /** Writes one; equal seeds decide alike. */
    public static Path write(Path folder, long seed) {
        try (Featurizer featurizer = new Featurizer(OnnxEncoder.miniLm(MAX_TOKENS))) {
            int width = featurizer.schema().size();
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    "test-" + seed,
                    Instant.EPOCH,
                    List.of(new Manifest.Tier("weak", List.of("weak")), new Manifest.Tier("strong", List.of("strong"))),
                    featurizer.encoder().spec(),
                    RoutingText.DEFAULT,
                    new Manifest.Features(
                            width, SurfaceFeatures.NAMES, featurizer.schema().fingerprint()),
                    new Manifest.Head("test", "random weights", "none", Map.of(), Map.of()),
                    TieRule.DEFAULT,
                    IntStream.range(0, Manifest.QUANTILES)
                            .mapToObj(i -> i / 1000f)
                            .toList(),
                    List.of(),
                    new Manifest.Training("none", seed, List.of(), 0, "", Map.of()),
                    Map.of());
            BundleWriter.write(
                    folder, false, Map.of(RouterBundle.HEAD, TestHeads.trained(width, new Random(seed))), manifest);
            return folder;
        }
    }
}
