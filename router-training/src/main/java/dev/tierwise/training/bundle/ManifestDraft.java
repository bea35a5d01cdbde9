package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Features;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.Training;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.training.export.HeadExporter;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.measure.Calibrated;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.rows.Libraries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything the manifest says but the digests of the files, which are known last. */
final class ManifestDraft {
    private static final long ANY_BATCH = -1;
    private static final long ANY_LENGTH = -1;

    private final LabelledRun run;
    private final LabelledPrompts prompts;
    private final Instant created;

    ManifestDraft(LabelledRun run, LabelledPrompts prompts, Instant created) {
        this.run = run;
        this.prompts = prompts;
        this.created = created;
    }

    Manifest manifest(
            Featurizer featurizer, Fitted fitted, String reason, Calibrated calibrated, List<Measured> metrics) {
        int features = featurizer.schema().size();
        return new Manifest(
                Manifest.FORMAT,
                LabelledPrompts.name(run.out()),
                created,
                List.of(
                        new Tier("weak", run.read().weak()),
                        new Tier("strong", run.read().strong())),
                featurizer.encoder().spec(),
                run.read().routingText(),
                Features.of(featurizer),
                new Manifest.Head(
                        fitted.family().label(),
                        reason,
                        fitted.calibrationMethod(),
                        inputs(fitted, features),
                        Map.of(HeadExporter.WIN_PROBABILITY, List.of(ANY_BATCH, 1L))),
                run.ties(),
                Quantiles.of(calibrated.win(), calibrated.weight()),
                metrics,
                new Training(
                        run.command(),
                        run.seed(),
                        prompts.files(),
                        prompts.observations().size(),
                        prompts.rowIdsDigest(),
                        Libraries.versions()),
                Map.of());
    }

    private static Map<String, List<Long>> inputs(Fitted fitted, long features) {
        Map<String, List<Long>> inputs = new TreeMap<>();
        inputs.put(HeadExporter.FEATURES, List.of(ANY_BATCH, features));
        if (fitted.family() == HeadFamily.STACK) {
            inputs.put(OnnxScorer.WORD_BUCKETS, List.of(ANY_BATCH, ANY_LENGTH));
            inputs.put(OnnxScorer.WORD_WEIGHTS, List.of(ANY_BATCH, ANY_LENGTH));
        }
        return inputs;
    }
}
