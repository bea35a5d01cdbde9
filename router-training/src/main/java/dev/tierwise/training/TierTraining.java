package dev.tierwise.training;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Features;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.Training;
import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.export.TierExporter;
import dev.tierwise.training.tiers.FittedTiers;
import dev.tierwise.training.tiers.TierRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From a wide file and prices to a bundle that rates several tiers: the steps of {@link Train}, for more than two. */
final class TierTraining {
    private static final long ANY_BATCH = -1;
    /** What {@link TierRows#heldOut} does for {@link #groups}, for people who wait. */
    static final String LEAVING_OUT = "leaving tests out";
    /** Tests, or categories, are left out together where there are more: each group costs a fit. */
    private static final int MOST_GROUPS = 12;

    private final TrainOptions options;
    private final LabelledRun run;
    private final TierOptions tiers;
    private final Clock clock;

    TierTraining(TrainOptions options, TierOptions tiers, Clock clock) {
        this.options = options;
        this.run = options.run();
        this.tiers = tiers;
        this.clock = clock;
    }

    /**
     * Runs all steps.
     *
     * @throws BadInputException where the input has to be mended; nothing has been written then
     */
    Manifest run() {
        options.requireWritable();
        if (run.data().size() != 1) {
            throw new BadInputException(
                    "--tiers reads one wide file, " + run.data().size() + " are given");
        }
        Path file = run.data().getFirst();
        ModelPool pool = tiers.read(file, run.read().contaminated());
        options.outOfFold().ifPresent(_ -> TierScoresFile.requireIds(pool));
        try (Featurizer featurizer = Train.featurizer(options, _ -> Pooling.WHOLE);
                EmbeddingCache cache = EmbeddingCache.of(run.cache(), featurizer)) {
            TierRows rows = rows(pool, featurizer, cache, run.seed());
            double[][] byFold = rows.heldOutByFold();
            List<Measured> measured = new ArrayList<>();
            measured.add(
                    TierMeasurement.of(pool, TierRows.FOLDS + "-fold cross-validation by prompt", byFold, run.seed()));
            int[] groups = groups(pool, run.seed());
            // Several groups, none of which is so large that without it there is too little to learn from.
            if (rows.fewestLeft(groups) >= LabelledPrompts.FEWEST_PROMPTS) {
                measured.add(TierMeasurement.of(pool, leftOut(pool), rows.heldOut(groups, LEAVING_OUT), run.seed()));
            }
            FittedTiers fitted = FittedTiers.fit(rows);
            byte[] head = TierExporter.export(fitted);
            double parity = ParityGate.check(fitted, head, rows.features());
            Manifest manifest = manifest(pool, file, featurizer, measured);
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(RouterBundle.HEAD, head);
            options.encoder().ifPresent(folder -> files.putAll(EncoderFiles.read(folder)));
            files.put(ModelCard.NAME, TiersCard.write(manifest, pool, parity).getBytes(StandardCharsets.UTF_8));
            options.outOfFold().ifPresent(out -> TierScoresFile.write(out, pool.ids(), pool.models(), byFold));
            return BundleWriter.write(run.out(), run.force(), files, manifest);
        }
    }

    /** A pool's rows as fits read them. */
    static TierRows rows(ModelPool pool, Featurizer featurizer, EmbeddingCache cache, long seed) {
        List<String> texts = pool.prompts().stream()
                .map(prompt -> RoutingText.DEFAULT.of(Prompt.of(prompt)))
                .toList();
        double[][] quality = IntStream.range(0, pool.rows())
                .mapToObj(row -> IntStream.range(0, pool.models().size())
                        .mapToDouble(model -> pool.quality(model, row))
                        .toArray())
                .toArray(double[][]::new);
        return TierRows.of(
                texts, pool.categories(), Encoding.encode(texts, featurizer, cache), quality, pool.weight(), seed);
    }

    /** The test of each row, or its category where the file has one test alone. */
    static List<String> kinds(ModelPool pool) {
        return hasTests(pool) ? pool.benchmarks() : pool.categories();
    }

    /** The number of the group that each row's kind is left out with, alone where there are few. */
    static int[] groups(ModelPool pool, long seed) {
        List<String> kinds = kinds(pool);
        Map<String, Integer> groups = LeftOutCategories.deal(kinds, MOST_GROUPS, seed);
        return kinds.stream().mapToInt(groups::get).toArray();
    }

    private static String leftOut(ModelPool pool) {
        String split = "whole " + (hasTests(pool) ? "tests" : "categories") + " left out";
        return kinds(pool).stream().distinct().count() > MOST_GROUPS ? split + ", a twelfth of them at a time" : split;
    }

    private static boolean hasTests(ModelPool pool) {
        return pool.benchmarks().stream().distinct().count() > 1;
    }

    private Manifest manifest(ModelPool pool, Path file, Featurizer featurizer, List<Measured> measured) {
        int features = featurizer.schema().size();
        List<Tier> named = pool.models().stream()
                .map(model -> new Tier(model, List.of(model)))
                .toList();
        String ids =
                pool.ids().stream().map(id -> pool.file() + "/" + id).sorted().collect(Collectors.joining("\n"));
        return new Manifest(
                Manifest.FORMAT,
                LabelledPrompts.name(run.out()),
                clock.instant(),
                named,
                featurizer.encoder().spec(),
                run.read().routingText(),
                Features.of(featurizer),
                new Manifest.Head(
                        "tiers",
                        "a ridge line per tier, shrunk jointly towards the tiers' means",
                        "joint shrinkage on predictions for rows, and for whole categories, that were not fitted to",
                        Map.of(OnnxScorer.FEATURES, List.of(ANY_BATCH, (long) features)),
                        Map.of(OnnxScorer.TIER_QUALITY, List.of(ANY_BATCH, (long) named.size()))),
                TieRule.DEFAULT,
                List.of(),
                measured,
                new Training(
                        run.command(),
                        run.seed(),
                        List.of(trainingFile(pool, file)),
                        pool.rows(),
                        Digests.sha256(ids.getBytes(StandardCharsets.UTF_8)),
                        ManifestDraft.libraries()),
                Map.of());
    }

    private static TrainingFile trainingFile(ModelPool pool, Path file) {
        try {
            return new TrainingFile(pool.file(), Digests.sha256(file), pool.rows() + pool.left(), pool.rows());
        } catch (IOException e) {
            throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
