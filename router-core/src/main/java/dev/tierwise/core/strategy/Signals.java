package dev.tierwise.core.strategy;

import dev.tierwise.core.bundle.PromptRater;
import dev.tierwise.core.bundle.Scored;
import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.bundle.TierRatings;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one request: each thing when a stage first asks for it, and once. A rule that decides before any
 * stage asks pays for no encoder. For one decision, one thread.
 */
public final class Signals {
    private static final double NANOS_PER_MICRO = 1e3;

    private final Supplier<Optional<Scored>> scoring;
    private final Supplier<Optional<TierRatings>> rating;
    private final Supplier<Optional<float[]>> embedding;
    private final Live live;
    private Optional<Scored> scored = Optional.empty();
    private Optional<TierRatings> rated = Optional.empty();
    private Optional<float[]> embedded = Optional.empty();
    private Optional<String> language = Optional.empty();
    private boolean scoredOnce;
    private boolean ratedOnce;
    private boolean readOnce;
    private boolean embeddedOnce;
    private double embeddedMicros;

    private Signals(
            Supplier<Optional<Scored>> scoring,
            Supplier<Optional<TierRatings>> rating,
            Supplier<Optional<float[]>> embedding,
            Live live) {
        this.scoring = scoring;
        this.rating = rating;
        this.embedding = embedding;
        this.live = live;
    }

    /** Nothing can be measured. */
    public static Signals none() {
        return new Signals(Optional::empty, Optional::empty, Optional::empty, Live.UNKNOWN);
    }

    /** A win probability that is known already, as evaluation has it. */
    public static Signals of(double winProbability) {
        Scored scored = new Scored(winProbability, Timings.NONE);
        return new Signals(() -> Optional.of(scored), Optional::empty, Optional::empty, Live.UNKNOWN);
    }

    /** All of it known already: what benchmarks and replays start from. */
    public static Signals known(double winProbability, float[] vector, Live live) {
        Scored scored = new Scored(winProbability, Timings.NONE);
        return new Signals(() -> Optional.of(scored), Optional::empty, () -> Optional.of(vector), live);
    }

    /**
     * Measures with a bundle and an encoder where there are any. A score that is no number, as an encoder that overflows
     * gives it, is none.
     *
     * @param text what is scored; blank where there is nothing to score
     */
    public static Signals of(String text, @Nullable PromptRater rater, @Nullable PromptEncoder encoder, Live live) {
        return new Signals(
                () -> rater == null || rater.ratesTiers() || text.isBlank()
                        ? Optional.empty()
                        : Optional.of(rater.score(text)).filter(scored -> Double.isFinite(scored.winProbability())),
                () -> rater == null || !rater.ratesTiers() || text.isBlank()
                        ? Optional.empty()
                        : Optional.of(rater.rateTiers(text))
                                .filter(rated -> rated.quality().stream().allMatch(Double::isFinite)),
                () -> encoder == null || text.isBlank() ? Optional.empty() : Optional.of(embed(encoder, text)),
                live);
    }

    private static float[] embed(PromptEncoder encoder, String text) {
        float[] vector = new float[encoder.spec().dimension()];
        encoder.encode(text, vector, 0);
        return vector;
    }

    /**
     * Calibrated probability that the strong tier's answer beats the weak one's, in 0..1; empty where there is no text
     * to score or nothing to score it with.
     */
    public OptionalDouble winProbability() {
        if (!scoredOnce) {
            scored = scoring.get();
            scoredOnce = true;
        }
        return measuredWin();
    }

    /** Predicted quality of each of the bundle's tiers, in 0..1; empty where there is no text or no bundle that rates tiers. */
    public Optional<List<Double>> tierQuality() {
        if (!ratedOnce) {
            rated = rating.get();
            ratedOnce = true;
        }
        return rated.map(TierRatings::quality);
    }

    /** The embedding of the text, of unit length; empty where there is no text or no encoder. */
    public Optional<float[]> embedding() {
        if (!embeddedOnce) {
            long start = System.nanoTime();
            embedded = embedding.get();
            embeddedOnce = true;
            embeddedMicros = (System.nanoTime() - start) / NANOS_PER_MICRO;
        }
        return embedded;
    }

    /** The language of the request's prompt; empty where it cannot be told. */
    public Optional<String> language(RequestFacts facts) {
        if (!readOnce) {
            language = Language.of(facts.prompt());
            readOnce = true;
        }
        return language;
    }

    public Live live() {
        return live;
    }

    /** The win probability where a stage has asked for it, without asking. */
    OptionalDouble measuredWin() {
        return scored.map(known -> OptionalDouble.of(known.winProbability())).orElseGet(OptionalDouble::empty);
    }

    /** What measuring has taken so far. */
    Timings timings() {
        Timings score = scored.map(Scored::timings)
                .or(() -> rated.map(TierRatings::timings))
                .orElse(Timings.NONE);
        return new Timings(score.encode() + embeddedMicros, score.features(), score.score());
    }
}
