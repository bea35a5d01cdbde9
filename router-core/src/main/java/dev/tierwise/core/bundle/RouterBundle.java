package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.onnx.Slots;
import dev.tierwise.core.prompt.FeatureReader;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.core.score.StackScorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A trained router, opened: text in, calibrated win probability or quality per tier out. Thread-safe. Owns the encoder and the head.
 *
 * <pre>{@code
 * try (RouterBundle bundle = RouterBundle.open(Path.of("models/default"))) {
 *     double win = bundle.score("Prove that there are infinitely many primes.").winProbability();
 * }
 * }</pre>
 */
public final class RouterBundle implements PromptRater, AutoCloseable {
    /** The head's file. */
    public static final String HEAD = "head.onnx";

    /** The encoder's file, where it is not the one on the class path. */
    public static final String ENCODER = "encoder.onnx";

    private static final double NANOS_PER_MICRO = 1e3;
    private static final String WARM_UP = "warm up";

    /** Of workspaces: three times what an encoder's thread takes together. */
    private static final int PER_PROCESSOR = 12;

    private final Manifest manifest;
    private final Featurizer featurizer;
    private final Scorer scorer;
    private final Slots<Workspace> workspaces;

    private RouterBundle(Manifest manifest, Featurizer featurizer, Scorer scorer) {
        this.manifest = manifest;
        this.featurizer = featurizer;
        this.scorer = scorer;
        // More than an encoder has threads: while some prompts are with it, others are made ready, so that it has no
        // pause.
        this.workspaces = new Slots<>(IntStream.range(0, PER_PROCESSOR * Slots.usualCount())
                .mapToObj(i -> new Workspace(featurizer, scorer))
                .toList());
    }

    /**
     * Opens and verifies a bundle: every file against its digest, the encoder and the feature schema against the ones
     * it was trained with, and the numbers that decisions are made with.
     *
     * @throws BadInputException naming the file, what was expected and what was found
     */
    public static RouterBundle open(Path path) {
        BundleFolder folder = BundleFolder.open(path);
        // Digests take a third of the time a bundle needs to open; another core has them ready by the end of it.
        CompletableFuture<Optional<BadInputException>> changed = CompletableFuture.supplyAsync(folder::changed);
        RouterBundle bundle;
        try {
            bundle = read(folder);
        } catch (RuntimeException e) {
            // A changed file is the better explanation of whatever it led to.
            throw changed.join()
                    .orElseGet(() -> e instanceof BadInputException bad
                            ? bad
                            : new BadInputException(
                                    path + " is no bundle that can serve: " + e.getMessage() + "; train it again", e));
        }
        changed.join().ifPresent(problem -> {
            bundle.close();
            throw problem;
        });
        return bundle;
    }

    private static RouterBundle read(BundleFolder folder) {
        PromptEncoder encoder = encoder(folder);
        try {
            return withEncoder(folder, encoder);
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private static RouterBundle withEncoder(BundleFolder folder, PromptEncoder encoder) {
        Manifest manifest = folder.manifest();
        requireSame(folder, "encoder", manifest.encoder(), encoder.spec());
        Pooling pooling = manifest.features().pooling();
        if (!pooling.suits(encoder)) {
            throw new BadInputException(folder.file(ManifestFile.NAME)
                    + " pools question and answer options apart, its encoder gives one vector for both: train the bundle"
                    + " again");
        }
        Featurizer featurizer = new Featurizer(encoder, pooling);
        requireSame(
                folder,
                "feature schema",
                manifest.features().fingerprint(),
                featurizer.schema().fingerprint());
        Scorer scorer = head(folder.read(HEAD), folder.file(HEAD).toString());
        try {
            return withHead(folder, featurizer, scorer);
        } catch (RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    private static RouterBundle withHead(BundleFolder folder, Featurizer featurizer, Scorer scorer) {
        Manifest manifest = folder.manifest();
        if (scorer.inputs() != featurizer.schema().size()) {
            throw new BadInputException(
                    folder.file(HEAD) + " reads " + scorer.inputs() + " features, the schema of router.json has "
                            + featurizer.schema().size());
        }
        RouterBundle bundle = new RouterBundle(manifest, featurizer, scorer);
        int expected = bundle.ratesTiers() ? manifest.tiers().size() : 1;
        if (scorer.outputs() != expected) {
            throw new BadInputException(folder.file(HEAD) + " gives " + scorer.outputs()
                    + " numbers for a prompt, by router.json it should give " + expected);
        }
        // The first score loads classes and native code, tens of milliseconds that no request should pay.
        List<Double> first = bundle.ratesTiers()
                ? bundle.rateTiers(WARM_UP).quality()
                : List.of(bundle.score(WARM_UP).winProbability());
        if (!first.stream().allMatch(Double::isFinite)) {
            throw new BadInputException(folder.file(HEAD) + " gives " + first
                    + " for a prompt, which is no number: copy the bundle again or train it again");
        }
        return bundle;
    }

    /** In plain Java where it can be, since that is the faster of two equal ways. */
    private static Scorer head(byte[] onnx, String file) {
        OnnxConstants constants = OnnxConstants.read(onnx, file);
        return StackScorer.canRead(constants) ? StackScorer.of(constants, file) : OnnxScorer.open(onnx);
    }

    private static PromptEncoder encoder(BundleFolder folder) {
        Manifest manifest = folder.manifest();
        EncoderSpec spec = manifest.encoder();
        if (spec.id().equals(NoEncoder.ID)) {
            return NoEncoder.miniLmWords();
        }
        return manifest.files().containsKey(ENCODER)
                ? OnnxEncoder.read(
                        folder.read(ENCODER),
                        folder.file(ENCODER).toString(),
                        folder.read(OnnxEncoder.TOKENIZER),
                        folder.file(OnnxEncoder.TOKENIZER).toString(),
                        spec.maxTokens())
                : OnnxEncoder.miniLm(spec);
    }

    private static void requireSame(BundleFolder folder, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new BadInputException(folder.file(ManifestFile.NAME) + " was trained with another " + what
                    + ": expected " + expected + ", found " + found + "; train the bundle again with this version");
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Which part of a conversation this router was trained to read. */
    public RoutingText routingText() {
        return manifest.routingText();
    }

    public Featurizer featurizer() {
        return featurizer;
    }

    @Override
    public boolean ratesTiers() {
        return manifest.ratesTiers();
    }

    @Override
    public Scored score(String text) {
        if (ratesTiers()) {
            throw new IllegalStateException(manifest.name() + " rates tiers, it has no win probability");
        }
        Workspace space = workspaces.take();
        try {
            Timings timings = space.run(text);
            return new Scored(space.outputs[0], timings);
        } finally {
            workspaces.giveBack(space);
        }
    }

    @Override
    public TierRatings rateTiers(String text) {
        if (!ratesTiers()) {
            throw new IllegalStateException(manifest.name() + " has a win probability, it rates no tiers");
        }
        Workspace space = workspaces.take();
        try {
            Timings timings = space.run(text);
            List<Double> quality = new ArrayList<>(space.outputs.length);
            for (float predicted : space.outputs) {
                quality.add((double) predicted);
            }
            return new TierRatings(quality, timings);
        } finally {
            workspaces.giveBack(space);
        }
    }

    /**
     * The threshold at which about this share of the calibration rows went to the strong tier. None and all are meant of
     * every prompt, not only of those rows: 0 gives 1, which no probability reaches, and 1 gives 0.
     *
     * @param share in 0..1
     */
    public double thresholdForStrongShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("strong share " + share + " is not in [0,1]");
        }
        if (share == 0 || share == 1) {
            return 1 - share;
        }
        double place = (1 - share) * (Manifest.QUANTILES - 1);
        int below = (int) Math.min(Manifest.QUANTILES - 2, Math.floor(place));
        double low = manifest.scoreQuantiles().get(below);
        double high = manifest.scoreQuantiles().get(below + 1);
        return low + (place - below) * (high - low);
    }

    @Override
    public void close() {
        scorer.close();
        featurizer.close();
    }

    /** What one score needs room for, so that the next one finds it there. */
    private static final class Workspace {
        private final Scorer scorer;
        private final FeatureReader reader;
        private final WordCounter words;
        private final float[] features;
        private final float[] outputs;

        Workspace(Featurizer featurizer, Scorer scorer) {
            this.scorer = scorer;
            int read = featurizer.encoder().spec().maxTokens();
            this.reader = featurizer.reader(scorer.readsWords() ? Math.max(read, WordCounter.MAX_TOKENS) : read);
            this.words = new WordCounter(featurizer.encoder().tokenizer());
            this.features = new float[scorer.inputs()];
            this.outputs = new float[scorer.outputs()];
        }

        /** Leaves the head's numbers in {@link #outputs}. */
        Timings run(String text) {
            long start = System.nanoTime();
            reader.embed(text, features);
            WordBag bag = scorer.readsWords()
                    ? words.count(reader.tokens(), Math.min(reader.count(), WordCounter.MAX_TOKENS))
                    : WordBag.EMPTY;
            long encoded = System.nanoTime();
            reader.surface(text, features);
            long featurized = System.nanoTime();
            scorer.score(features, bag, outputs);
            long scored = System.nanoTime();
            return new Timings(
                    (encoded - start) / NANOS_PER_MICRO,
                    (featurized - encoded) / NANOS_PER_MICRO,
                    (scored - featurized) / NANOS_PER_MICRO);
        }
    }
}
