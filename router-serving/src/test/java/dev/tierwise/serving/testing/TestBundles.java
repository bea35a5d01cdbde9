package dev.tierwise.serving.testing;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.TestHeads;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Bundles with the real encoder and a head of random weights: decisions mean nothing, but differ by prompt. */
public final class TestBundles {
    private static final int MAX_TOKENS = 256;

    private TestBundles() {}

    /** Writes one; equal seeds decide alike. */
    public static Path write(Path folder, long seed) {
        return write(
                folder,
                seed,
                List.of("weak", "strong"),
                OnnxScorer.WIN_PROBABILITY,
                width -> TestHeads.trained(width, new Random(seed)));
    }

    /** The same for several tiers, whose qualities lie between .1 for the first and .9 for the last. */
    public static Path writeTiers(Path folder, long seed, String... tiers) {
        return write(
                folder,
                seed,
                List.of(tiers),
                OnnxScorer.TIER_QUALITY,
                width -> TestHeads.tiers(width, tiers.length, new Random(seed)));
    }

    private static Path write(Path folder, long seed, List<String> tiers, String output, IntFunction<byte[]> head) {
        try (Featurizer featurizer = new Featurizer(OnnxEncoder.miniLm(MAX_TOKENS))) {
            int width = featurizer.schema().size();
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    "test-" + seed,
                    Instant.EPOCH,
                    tiers.stream()
                            .map(tier -> new Manifest.Tier(tier, List.of(tier)))
                            .toList(),
                    featurizer.encoder().spec(),
                    RoutingText.DEFAULT,
                    Manifest.Features.of(featurizer),
                    new Manifest.Head("test", "random weights", "none", Map.of(), Map.of(output, List.of(-1L, 1L))),
                    TieRule.DEFAULT,
                    IntStream.range(0, Manifest.QUANTILES)
                            .mapToObj(i -> i / 1000f)
                            .toList(),
                    List.of(),
                    new Manifest.Training("none", seed, List.of(), 0, "", Map.of()),
                    Map.of());
            BundleWriter.write(folder, false, Map.of(RouterBundle.HEAD, head.apply(width)), manifest);
            return folder;
        }
    }
}
