package dev.tierwise.training;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.OnnxEncoder;
import dev.tierwise.core.prompt.PromptEncoder;
import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.training.export.HeadExporter;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.head.FittedRouter;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From labelled prompts to a bundle: read, split, encode, cross-validate, fit, calibrate, export, check parity, measure,
 * write. Each step is a class of its own; this one says in which order.
 */
public final class Train {
    private final TrainOptions options;
    private final Clock clock;

    public Train(TrainOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /**
     * Runs all steps.
     *
     * @throws BadInputException where the input has to be mended; nothing has been written then
     */
    public Trained run() {
        // Said before the minutes of work that would be lost.
        BundleWriter.requireWritable(options.out(), options.force());
        LabelledPrompts prompts = LabelledPrompts.read(options.data(), options.read(), options.ties());
        List<String> texts =
                prompts.observations().stream().map(Observation::prompt).toList();
        try (Featurizer featurizer = new Featurizer(encoder());
                EmbeddingCache cache =
                        EmbeddingCache.of(options.cache(), featurizer.encoder().spec())) {
            float[][] features = Encoding.encode(texts, featurizer, cache);
            TrainingSet set = new TrainingSet(prompts.observations(), features, options.ties(), options.seed());
            return fitAndWrite(prompts, set, featurizer);
        }
    }

    private PromptEncoder encoder() {
        return options.encoder()
                .<PromptEncoder>map(folder -> OnnxEncoder.fromFolder(folder, options.maxTokens()))
                .orElseGet(() -> OnnxEncoder.miniLm(options.maxTokens()));
    }

    private Trained fitAndWrite(LabelledPrompts prompts, TrainingSet set, Featurizer featurizer) {
        List<HeadFamily> families = options.head().map(List::of).orElse(List.of(HeadFamily.values()));
        CrossValidation crossValidation = CrossValidation.run(set, families, options.seed());
        HeadFamily family = crossValidation.best();
        options.outOfFold().ifPresent(file -> OutOfFold.write(file, prompts.observations(), crossValidation.chosen()));

        Rows calibrating = set.calibrating(-1);
        FittedRouter router = FittedRouter.fit(family, set.fitting(-1), calibrating, options.seed());
        byte[] head = HeadExporter.export(router);
        double parity = ParityGate.check(router, head, set.rows().features());

        double[] raw =
                Arrays.stream(calibrating.features()).mapToDouble(router::score).toArray();
        double[] calibrated = Arrays.stream(calibrating.features())
                .mapToDouble(router::winProbability)
                .toArray();
        ManifestDraft draft = new ManifestDraft(options, prompts, clock.instant());
        Manifest manifest = draft.manifest(
                featurizer,
                router,
                Reasons.choice(options.head(), crossValidation.apgrByFamily()),
                calibrated,
                Measurement.of(set, crossValidation, options.seed()));
        Trained trained = new Trained(
                manifest,
                crossValidation.apgrByFamily(),
                auroc(raw, calibrating),
                auroc(calibrated, calibrating),
                parity,
                calibrating.size(),
                prompts.account());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(RouterBundle.HEAD, head);
        options.encoder().ifPresent(folder -> files.putAll(EncoderFiles.read(folder)));
        files.put(ModelCard.NAME, ModelCard.write(trained, options).getBytes(StandardCharsets.UTF_8));
        Manifest written = BundleWriter.write(options.out(), options.force(), files, manifest);
        return trained.with(written);
    }

    private static double auroc(double[] score, Rows rows) {
        double[] win = new double[rows.size()];
        double[] weight = new double[rows.size()];
        for (int i = 0; i < win.length; i++) {
            boolean labelled = !Double.isNaN(rows.win()[i]);
            win[i] = labelled ? rows.win()[i] : 0;
            weight[i] = labelled ? rows.weight()[i] : 0;
        }
        return Discrimination.auroc(score, win, weight);
    }
}
