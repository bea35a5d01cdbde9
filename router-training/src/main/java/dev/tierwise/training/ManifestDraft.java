package dev.tierwise.training;

import ai.onnxruntime.OrtEnvironment;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
                quantiles(calibrated.win(), calibrated.weight()),
                metrics,
                new Training(
                        run.command(),
                        run.seed(),
                        prompts.files(),
                        prompts.observations().size(),
                        prompts.rowIdsDigest(),
                        libraries()),
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

    /** {@link #quantiles(double[], double[])} of rows that count alike. */
    static List<Float> quantiles(double[] values) {
        double[] weight = new double[values.length];
        Arrays.fill(weight, 1);
        return quantiles(values, weight);
    }

    /** Ascending quantiles at 0, 1/1000, ... 1, linear between rows, each of which lies in the middle of its weight. */
    static List<Float> quantiles(double[] values, double[] weight) {
        int[] order = IntStream.range(0, values.length)
                .filter(i -> weight[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int last = order.length - 1;
        double[] place = new double[order.length];
        for (int k = 1; k <= last; k++) {
            place[k] = place[k - 1] + (weight[order[k - 1]] + weight[order[k]]) / 2;
        }
        List<Float> quantiles = new ArrayList<>(Manifest.QUANTILES);
        int below = 0;
        for (int q = 0; q < Manifest.QUANTILES; q++) {
            double wanted = q * place[last] / (Manifest.QUANTILES - 1);
            while (below < last - 1 && place[below + 1] <= wanted) {
                below++;
            }
            double from = values[order[below]];
            double to = values[order[Math.min(below + 1, last)]];
            double share = below == last ? 0 : (wanted - place[below]) / (place[below + 1] - place[below]);
            quantiles.add((float) (from + Math.clamp(share, 0, 1) * (to - from)));
        }
        return quantiles;
    }

    static Map<String, String> libraries() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", System.getProperty("java.vm.version", "unknown"));
        versions.put("onnxruntime", version(OrtEnvironment.class));
        versions.put("tribuo", org.tribuo.Tribuo.VERSION);
        versions.put("tierwise", version(Train.class));
        return versions;
    }

    /** The version in the jar of a class, {@code development} where it is in none. */
    static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
