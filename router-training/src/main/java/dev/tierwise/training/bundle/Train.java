package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.explain.TopicMap;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.training.audit.DataAudit;
import dev.tierwise.training.audit.DoubtfulLabels;
import dev.tierwise.training.export.HeadExporter;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.TreesPart;
import dev.tierwise.training.measure.Calibrated;
import dev.tierwise.training.measure.CrossValidation;
import dev.tierwise.training.measure.LeftOutCategories;
import dev.tierwise.training.measure.Measurement;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.rows.OutOfFold;
import dev.tierwise.training.rows.TrainingSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From labelled prompts to a bundle: read, split, encode, cross-validate, fit, calibrate, export, check parity, measure,
 * write. Each step is a class of its own; this one says in which order.
 */
public final class Train {
    private final TrainOptions options;
    private final LabelledRun run;
    private final Clock clock;

    public Train(TrainOptions options, Clock clock) {
        this.options = options;
        this.run = options.run();
        this.clock = clock;
    }

    /**
     * Runs all steps.
     *
     * @throws BadInputException where the input has to be mended; nothing has been written then
     */
    public Trained run() {
        options.requireWritable();
        LabelledPrompts prompts = LabelledPrompts.read(run.data(), run.read(), run.ties());
        options.outOfFold().ifPresent(_ -> OutOfFold.requireIds(prompts.observations()));
        try (Featurizer featurizer = featurizer(options, Pooling::finest);
                EmbeddingCache cache = EmbeddingCache.of(run.cache(), featurizer)) {
            TrainingSet set = Encoding.set(prompts.observations(), featurizer, cache, run.ties(), run.seed());
            return fitAndWrite(prompts, set, featurizer);
        }
    }

    /** The rows with what the accurate profile would read of them. */
    private TrainingSet taught(TrainingSet set) {
        try (Featurizer teacher = new Featurizer(
                        OnnxEncoder.miniLm(Encoding.LAYERS_OF_TWO_TIERS, options.maxTokens()), Pooling.APART);
                EmbeddingCache cache = EmbeddingCache.of(run.cache(), teacher)) {
            List<String> texts =
                    IntStream.range(0, set.size()).mapToObj(set::prompt).toList();
            return set.withLesson(Encoding.encode(texts, teacher, cache));
        }
    }

    /** @param usual how it pools where nothing was asked for */
    static Featurizer featurizer(TrainOptions options, Function<PromptEncoder, Pooling> usual) {
        PromptEncoder encoder = encoder(options);
        Pooling pooling = options.pooling().orElseGet(() -> usual.apply(encoder));
        if (!pooling.suits(encoder)) {
            encoder.close();
            throw new BadInputException("--pooling apart takes an encoder that reads word pieces and has a vector for"
                    + " each: leave --pooling out, or name another --encoder");
        }
        return new Featurizer(encoder, pooling);
    }

    private static PromptEncoder encoder(TrainOptions options) {
        if (options.profile() == Profile.ACCURATE) {
            return options.encoder()
                    .map(folder -> OnnxEncoder.fromFolder(folder, options.maxTokens()))
                    .orElseGet(() -> OnnxEncoder.miniLm(options.layers(), options.maxTokens()));
        }
        PromptEncoder encoder = options.encoder()
                .map(folder -> OnnxEncoder.fromFolder(folder, WordCounter.MAX_TOKENS))
                .orElseGet(NoEncoder::miniLmWords);
        if (encoder instanceof OnnxEncoder) {
            encoder.close();
            throw new BadInputException("--profile fast wants a static embedding, such as distill makes; "
                    + options.encoder().orElseThrow() + " holds another encoder");
        }
        return encoder;
    }

    /** The family asked for, or those that these rows and this machine allow. */
    private List<HeadFamily> families(int rows) {
        if (options.head().isEmpty()) {
            return HeadFamily.worthTrying(rows);
        }
        Optional<String> noTrees = TreesPart.missing();
        if (options.head().get() == HeadFamily.STACK && noTrees.isPresent()) {
            throw new BadInputException(
                    "no stack can be trained: " + noTrees.get() + "; install it, or train with --head gain");
        }
        return List.of(options.head().get());
    }

    private Trained fitAndWrite(LabelledPrompts prompts, TrainingSet read, Featurizer featurizer) {
        List<HeadFamily> families = families(read.size());
        TrainingSet set = options.teacher() && families.contains(HeadFamily.STACK) ? taught(read) : read;
        CrossValidation crossValidation = CrossValidation.run(set, families, run.seed());
        HeadFamily family = crossValidation.best();

        Fitted fitted = set.fit(family, -1, run.seed());
        byte[] head = HeadExporter.export(fitted);
        double parity = ParityGate.check(fitted, head, set.rows());

        Calibrated calibrated = Calibrated.of(fitted, set);
        ManifestDraft draft = new ManifestDraft(run, prompts, clock.instant());
        Manifest manifest = draft.manifest(
                featurizer,
                fitted,
                Reasons.choice(options.head(), crossValidation.apgrByFamily(), family, options.teacher()),
                calibrated,
                Stream.concat(
                                Measurement.of(set, crossValidation, run.seed()).stream(),
                                LeftOutCategories.of(set, family, run.seed()).stream())
                        .toList());
        Trained trained = new Trained(
                manifest,
                crossValidation.apgrByFamily(),
                calibrated.aurocOfScores(),
                calibrated.aurocOfWins(),
                parity,
                calibrated.size(),
                Stream.of(
                                prompts.account(),
                                DataAudit.of(prompts.observations()).repetitions(),
                                DoubtfulLabels.lines(set, crossValidation.chosen()))
                        .flatMap(List::stream)
                        .toList());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(RouterBundle.HEAD, head);
        files.put(TopicMap.FILE, set.topics().toBytes());
        options.encoder().ifPresent(folder -> files.putAll(EncoderFiles.read(folder)));
        String card = ModelCard.write(trained) + LabelCurveSection.section(set, crossValidation, run.seed());
        files.put(CardText.FILE, card.getBytes(StandardCharsets.UTF_8));
        options.outOfFold()
                .ifPresent(file -> OutOfFold.write(file, prompts.observations(), crossValidation.chosen(), set::fold));
        Manifest written = BundleWriter.write(run.out(), run.force(), files, manifest);
        return trained.with(written);
    }
}
