package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.Manifest.Training;
import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.training.adapt.AdaptFigures;
import dev.tierwise.training.adapt.Adaptation;
import dev.tierwise.training.adapt.FoldedAdaptation;
import dev.tierwise.training.export.AdaptedExporter;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.rows.Libraries;
import dev.tierwise.training.rows.TrainingSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** From a router and a few labelled prompts to a router for the traffic they are from. */
public final class Adapt {
    private final Path router;
    private final LabelledRun run;
    private final Clock clock;

    /** @param router folder of the bundle to stand on; its encoder and features are kept */
    public Adapt(Path router, LabelledRun run, Clock clock) {
        this.router = router;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Runs all steps: read, encode, fit, calibrate, export, check parity, measure, write.
     *
     * @throws BadInputException where the input has to be mended; nothing has been written then
     */
    public Adapted run() {
        BundleWriter.requireWritable(run.out(), run.force());
        try (RouterBundle prior = RouterBundle.open(router);
                EmbeddingCache cache = EmbeddingCache.of(run.cache(), prior.featurizer())) {
            requireTwoTiers(router, prior);
            // As the adapted router will read what it scores: an older one may leave prompts as they are written.
            LabelledPrompts prompts =
                    LabelledPrompts.read(run.data(), run.read().withRoutingText(prior.routingText()), run.ties());
            List<Observation> rows = prompts.observations();
            if (rows.size() > Adaptation.MOST_ROWS) {
                throw new BadInputException(rows.size() + " labels are more than the " + Adaptation.MOST_ROWS
                        + " that adapt takes, and enough to do without another router: use train");
            }
            TrainingSet set = Encoding.set(rows, prior.featurizer(), cache, run.ties(), run.seed());
            return fitAndWrite(prompts, set, prior);
        }
    }

    /** @throws BadInputException where a router has more than the two that adapt knows of */
    public static void requireTwoTiers(Path router, RouterBundle bundle) {
        if (bundle.ratesTiers()) {
            throw new BadInputException(router + " rates several tiers, and adapt stands on a router of two: take the"
                    + " one that prior makes, or train --tiers anew");
        }
    }

    /** How a bundle's features are laid out. */
    public static Adaptation adaptation(RouterBundle bundle) {
        return new Adaptation(
                bundle.featurizer().embedded(), bundle.featurizer().schema().index(SurfaceFeatures.LENGTH));
    }

    /** The bytes of a bundle's head. */
    public static byte[] head(Path bundle) {
        return read(bundle.resolve(RouterBundle.HEAD));
    }

    private Adapted fitAndWrite(LabelledPrompts prompts, TrainingSet set, RouterBundle prior) {
        float[][] features = set.rows().features();
        byte[] priorHead = head(router);
        double[] priorScore = AdaptedExporter.logOdds(priorHead, set.rows());
        int[] fold = IntStream.range(0, set.size()).map(set::fold).toArray();
        FoldedAdaptation fitted =
                FoldedAdaptation.fit(adaptation(prior), set.rows(), priorScore, fold, TrainingSet.FOLDS);
        byte[] head = AdaptedExporter.export(fitted.router(), priorHead);
        double parity = ParityGate.check(
                "adapted", i -> fitted.router().winProbability(features[i], priorScore[i]), head, set.rows());
        double[] probability = DoubleStream.of(fitted.outOfFold())
                .map(fitted.router().calibration()::apply)
                .toArray();
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                LabelledPrompts.name(run.out()),
                clock.instant(),
                List.of(
                        new Tier("weak", run.read().weak()),
                        new Tier("strong", run.read().strong())),
                prior.manifest().encoder(),
                prior.manifest().routingText(),
                prior.manifest().features(),
                new Manifest.Head(
                        "adapted",
                        "Bayesian regression of the gain around the score of "
                                + prior.manifest().name() + " and prompt length",
                        fitted.router().calibration().method(),
                        prior.manifest().head().inputs(),
                        prior.manifest().head().outputs()),
                run.ties(),
                Quantiles.of(probability, set.rows().weight()),
                AdaptFigures.of(set, fitted.outOfFold(), probability, priorScore, run.seed()),
                new Training(
                        run.command(),
                        run.seed(),
                        prompts.files(),
                        set.size(),
                        prompts.rowIdsDigest(),
                        Libraries.versions()),
                Map.of());
        Adapted adapted = new Adapted(
                manifest,
                prior.manifest().name(),
                parity,
                prompts.account(),
                prompts.files().stream()
                        .filter(file -> prior.manifest().training().includes(file.sha256()))
                        .map(TrainingFile::name)
                        .toList());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(RouterBundle.HEAD, head);
        for (String name : new String[] {RouterBundle.ENCODER, OnnxEncoder.TOKENIZER}) {
            if (prior.manifest().files().containsKey(name)) {
                files.put(name, read(router.resolve(name)));
            }
        }
        files.put(CardText.FILE, AdaptedCard.write(adapted).getBytes(StandardCharsets.UTF_8));
        return adapted.with(BundleWriter.write(run.out(), run.force(), files, manifest));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
