package dev.tierwise.core.bundle;

import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.score.OnnxScorer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code router.json} says of a bundle.
 *
 * @param format version of this shape, {@link #FORMAT}
 * @param name name of the bundle
 * @param created when it was trained; dates stand here only, so that equal training gives equal bytes elsewhere
 * @param tiers from cheapest to dearest
 * @param features what the head reads
 * @param head the graph and how it came to be
 * @param ties when the strong tier counted as the winner
 * @param scoreQuantiles 1,001 ascending quantiles of the win probability on calibration rows, in 0..1
 * @param metrics figures with the split they were measured on
 * @param training what it was trained on
 * @param files every other file of the bundle
 */
public record Manifest(
        int format,
        String name,
        Instant created,
        List<Tier> tiers,
        EncoderSpec encoder,
        RoutingText routingText,
        Features features,
        Head head,
        TieRule ties,
        List<Float> scoreQuantiles,
        List<Measured> metrics,
        Training training,
        Map<String, FileDigest> files) {
    /** The format this version reads and writes. */
    public static final int FORMAT = 1;

    /** How many quantiles of the score are kept: one per mille, both ends included. */
    public static final int QUANTILES = 1001;

    /** Whether the head rates tiers one by one, where others give the strong one's win probability. */
    boolean ratesTiers() {
        return head.outputs().containsKey(OnnxScorer.TIER_QUALITY);
    }

    Manifest withFiles(Map<String, FileDigest> digests) {
        return new Manifest(
                format,
                name,
                created,
                tiers,
                encoder,
                routingText,
                features,
                head,
                ties,
                scoreQuantiles,
                metrics,
                training,
                digests);
    }

    /** @param models the columns or model names whose mean makes the tier */
    public record Tier(String name, List<String> models) {}

    /**
     * @param pooling of the embeddings they begin with
     * @param surface names of the features behind them
     * @param fingerprint of the whole schema
     */
    public record Features(int size, Pooling pooling, List<String> surface, String fingerprint) {
        /** What a featurizer gives. */
        public static Features of(Featurizer featurizer) {
            return new Features(
                    featurizer.schema().size(),
                    featurizer.pooling(),
                    SurfaceFeatures.NAMES,
                    featurizer.schema().fingerprint());
        }
    }

    /**
     * @param kind the family that was chosen, such as {@code gain}
     * @param reason why it was chosen
     * @param inputs name to shape, -1 for the free batch dimension
     * @param outputs name to shape
     */
    public record Head(
            String kind,
            String reason,
            String calibration,
            Map<String, List<Long>> inputs,
            Map<String, List<Long>> outputs) {}

    /**
     * One set of figures.
     *
     * @param dataset file or source the rows are from
     * @param split how the rows were kept apart from what was fitted on
     * @param rows how many were measured
     * @param figures name to estimate and interval
     */
    public record Measured(String dataset, String split, int rows, Map<String, Figure> figures) {}

    /** @param low and {@code high}: 95 % bootstrap interval, absent where none was made */
    public record Figure(
            double value, @Nullable Double low, @Nullable Double high) {}

    /**
     * @param rowIds hex SHA-256 over the sorted ids of the rows used, one per line
     * @param libraries name to version
     */
    public record Training(
            String command,
            long seed,
            List<TrainingFile> files,
            int rows,
            String rowIds,
            Map<String, String> libraries) {
        /** Whether a file with this SHA-256 was among those trained on. */
        public boolean includes(String sha256) {
            return files.stream().anyMatch(file -> file.sha256().equals(sha256));
        }
    }

    /** @param used rows left after those that are contaminated or not measured were put aside */
    public record TrainingFile(String name, String sha256, long rows, long used) {}

    /** A file of the bundle and its hex SHA-256. */
    public record FileDigest(String sha256, long bytes) {}
}
