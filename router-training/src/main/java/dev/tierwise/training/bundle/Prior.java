package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Features;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.Training;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.training.export.HeadExporter;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.head.Calibration;
import dev.tierwise.training.head.Rows;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.rows.Libraries;
import dev.tierwise.training.transfer.DifficultyPrior;
import dev.tierwise.training.transfer.DifficultySource;
import dev.tierwise.training.transfer.HeldOut;
import dev.tierwise.training.transfer.SourceFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** From graded answers of many models to many tests to a router that expects nothing of its traffic: the prior of adapt. */
public final class Prior {
    private static final long ANY_BATCH = -1;

    /** Sources on which the strong tier does at least this well are what routed traffic is like. */
    private static final double ROUTABLE = 0.6;

    private final SourceFiles sources;
    private final Supplier<Featurizer> featurizers;
    private final Optional<Path> cache;
    private final Clock clock;

    /** @param featurizers opens what reads the prompts */
    public Prior(SourceFiles sources, Supplier<Featurizer> featurizers, Optional<Path> cache, Clock clock) {
        this.sources = sources;
        this.featurizers = featurizers;
        this.cache = cache;
        this.clock = clock;
    }

    /** Encodes, fits, measures each source by a prior fitted without its family, and writes the bundle. */
    public Manifest write(Path out, boolean force, String command) {
        BundleWriter.requireWritable(out, force);
        try (Featurizer featurizer = featurizers.get();
                EmbeddingCache embeddings = EmbeddingCache.of(cache, featurizer)) {
            List<DifficultySource> all = sources.sources(featurizer, embeddings);
            int length = featurizer.schema().index(SurfaceFeatures.LENGTH);
            DifficultyPrior.Fitted fitted = DifficultyPrior.fit(all, length);
            List<HeldOut> heldOut = HeldOut.all(all, length);
            Calibration calibration = calibrate(heldOut);
            byte[] head = HeadExporter.export("prior", fitted.standardizer(), fitted.head(), calibration);
            float[][] rows = all.stream()
                    .flatMap(source -> Arrays.stream(source.features()))
                    .toArray(float[][]::new);
            double[] win = Arrays.stream(rows)
                    .mapToDouble(row -> calibration.apply(fitted.score(row)))
                    .toArray();
            double parity = ParityGate.check("prior", i -> win[i], head, new Rows(rows, win, win, win));
            Manifest manifest = manifest(featurizer, calibration, win, heldOut, out, command);
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(RouterBundle.HEAD, head);
            files.put(
                    CardText.FILE,
                    PriorCard.write(manifest, sources.account(), parity).getBytes(StandardCharsets.UTF_8));
            return BundleWriter.write(out, force, files, manifest);
        }
    }

    /** A line from score to win probability, on sources like routed traffic, each scored by a prior that has not seen it. */
    private static Calibration calibrate(List<HeldOut> heldOut) {
        List<HeldOut> routable = heldOut.stream()
                .filter(source -> source.widestPair().strongLevel() >= ROUTABLE)
                .toList();
        if (routable.isEmpty()) {
            throw new BadInputException("no test on which the better models reach " + ROUTABLE
                    + ": there is nothing like routed traffic to calibrate on; add easier tests");
        }
        double[] score = routable.stream()
                .flatMapToDouble(s -> Arrays.stream(s.widestScores()))
                .toArray();
        double[] win = routable.stream()
                .flatMapToDouble(s -> Arrays.stream(s.widestWins()))
                .toArray();
        double[] weight = new double[score.length];
        Arrays.fill(weight, 1);
        return Calibration.platt(score, win, weight);
    }

    private Manifest manifest(
            Featurizer featurizer,
            Calibration calibration,
            double[] win,
            List<HeldOut> heldOut,
            Path out,
            String command) {
        int features = featurizer.schema().size();
        return new Manifest(
                Manifest.FORMAT,
                LabelledPrompts.name(out),
                clock.instant(),
                List.of(new Tier("weak", List.of()), new Tier("strong", List.of())),
                featurizer.encoder().spec(),
                RoutingText.DEFAULT,
                Features.of(featurizer),
                new Manifest.Head(
                        "prior",
                        "difficulty among prompts of a kind, from many models and tests, and prompt length",
                        calibration.method(),
                        Map.of(HeadExporter.FEATURES, List.of(ANY_BATCH, (long) features)),
                        Map.of(HeadExporter.WIN_PROBABILITY, List.of(ANY_BATCH, 1L))),
                TieRule.DEFAULT,
                Quantiles.of(win),
                heldOut.stream().map(Prior::measured).toList(),
                new Training(command, 0, sources.files(), sources.rows(), sources.rowIdsDigest(), Libraries.versions()),
                Map.of());
    }

    private static Measured measured(HeldOut source) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("apgr", new Figure(source.apgr(), null, null));
        figures.put("apgr_length", new Figure(source.lengthApgr(), null, null));
        figures.put("difficulty_correlation", new Figure(source.correlation(), null, null));
        figures.values().removeIf(figure -> Double.isNaN(figure.value()));
        return new Measured(
                source.name(), "scored by a prior fitted without tests of this kind", source.rows(), figures);
    }
}
