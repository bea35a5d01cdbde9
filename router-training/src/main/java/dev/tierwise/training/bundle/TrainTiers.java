package dev.tierwise.training.bundle;

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
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.export.TierExporter;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.rows.Libraries;
import dev.tierwise.training.tiers.FittedTiers;
import dev.tierwise.training.tiers.LeftOutKinds;
import dev.tierwise.training.tiers.TierMeasurement;
import dev.tierwise.training.tiers.TierRows;
import dev.tierwise.training.tiers.TierScoresFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** From a wide file and prices to a bundle that rates several tiers: the steps of {@link Train}, for more than two. */
public final class TrainTiers {
    private static final long ANY_BATCH = -1;

    private final TrainOptions options;
    private final LabelledRun run;
    private final ModelPool pool;
    private final Clock clock;

    /** @param pool the rows of the file that {@code options} names, tiers from cheap to dear */
    public TrainTiers(TrainOptions options, ModelPool pool, Clock clock) {
        this.options = options;
        this.run = options.run();
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Runs all steps.
     *
     * @throws BadInputException where the input has to be mended; nothing has been written then
     */
    public Manifest run() {
        options.requireWritable();
        options.outOfFold().ifPresent(_ -> TierScoresFile.requireIds(pool));
        try (Featurizer featurizer = Train.featurizer(options, _ -> Pooling.WHOLE);
                EmbeddingCache cache = EmbeddingCache.of(run.cache(), featurizer)) {
            TierRows rows = TierRows.read(pool, featurizer, cache, run.seed());
            double[][] byFold = rows.heldOutByFold();
            List<Measured> measured = new ArrayList<>();
            measured.add(
                    TierMeasurement.of(pool, TierRows.FOLDS + "-fold cross-validation by prompt", byFold, run.seed()));
            LeftOutKinds kinds = LeftOutKinds.of(pool, run.seed());
            // Several groups, none of which is so large that without it there is too little to learn from.
            if (kinds.fewestLeft(rows) >= LabelledPrompts.FEWEST_PROMPTS) {
                measured.add(TierMeasurement.of(pool, kinds.split(), kinds.heldOut(rows), run.seed()));
            }
            FittedTiers fitted = FittedTiers.fit(rows);
            byte[] head = TierExporter.export(fitted);
            double parity = ParityGate.check(fitted, head, rows.features());
            Manifest manifest = manifest(featurizer, measured);
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(RouterBundle.HEAD, head);
            options.encoder().ifPresent(folder -> files.putAll(EncoderFiles.read(folder)));
            files.put(CardText.FILE, TiersCard.write(manifest, pool, parity).getBytes(StandardCharsets.UTF_8));
            options.outOfFold().ifPresent(out -> TierScoresFile.write(out, pool.ids(), pool.models(), byFold));
            return BundleWriter.write(run.out(), run.force(), files, manifest);
        }
    }

    private Manifest manifest(Featurizer featurizer, List<Measured> measured) {
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
                        List.of(trainingFile()),
                        pool.rows(),
                        Digests.sha256(ids.getBytes(StandardCharsets.UTF_8)),
                        Libraries.versions()),
                Map.of());
    }

    private TrainingFile trainingFile() {
        Path file = run.data().getFirst();
        try {
            return new TrainingFile(pool.file(), Digests.sha256(file), pool.rows() + pool.left(), pool.rows());
        } catch (IOException e) {
            throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
