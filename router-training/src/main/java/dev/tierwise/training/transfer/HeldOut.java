package dev.tierwise.training.transfer;

import dev.tierwise.eval.metrics.Curve;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A source and the score that a prior gives its rows that was fitted without any source of its family. */
public final class HeldOut {
    private final DifficultySource source;
    private final double[] score;
    private final double[] length;
    private final List<TierPair> pairs;

    private HeldOut(DifficultySource source, DifficultyPrior.Fitted without, int lengthFeature) {
        this.source = source;
        score = Arrays.stream(source.features()).mapToDouble(without::score).toArray();
        length = Arrays.stream(source.features())
                .mapToDouble(row -> row[lengthFeature])
                .toArray();
        pairs = source.pairs();
    }

    /** Every source, in order, each family's prior fitted once. */
    public static List<HeldOut> all(List<DifficultySource> sources, int lengthFeature) {
        List<String> families =
                sources.stream().map(DifficultySource::family).distinct().toList();
        List<DifficultyPrior.Fitted> without = families.parallelStream()
                .map(family -> DifficultyPrior.fit(
                        sources.stream().filter(s -> !s.family().equals(family)).toList(), lengthFeature))
                .toList();
        return sources.stream()
                .map(source -> new HeldOut(source, without.get(families.indexOf(source.family())), lengthFeature))
                .toList();
    }

    public String name() {
        return source.name();
    }

    public int rows() {
        return source.size();
    }

    /** The prior's score of each row. */
    public double[] score() {
        return score;
    }

    /** Logarithm of each prompt's length. */
    public double[] length() {
        return length;
    }

    /** The pairs of tiers this source is judged on; none where no two models are far enough apart. */
    public List<TierPair> pairs() {
        return pairs;
    }

    /** Mean APGR of the prior over the pairs, NaN where there are none. */
    public double apgr() {
        return meanApgr(score);
    }

    /** Mean APGR of prompt length over the pairs. */
    public double lengthApgr() {
        return meanApgr(length);
    }

    /** Mean APGR of any score over the pairs. */
    public double meanApgr(double[] anyScore) {
        return pairs.stream()
                .mapToDouble(pair -> apgr(DifficultySource.pick(anyScore, pair.rows()), pair))
                .average()
                .orElse(Double.NaN);
    }

    /** APGR of a score of the pair's rows. */
    public static double apgr(double[] scoreOfRows, TierPair pair) {
        double[] ones = new double[scoreOfRows.length];
        Arrays.fill(ones, 1);
        return Curve.of(scoreOfRows, pair.strong(), pair.weak(), ones).apgr();
    }

    /** Pearson's correlation of the prior's score and the difficulty. */
    public double correlation() {
        double[] difficulty = source.difficulty();
        double meanScore = Arrays.stream(score).average().orElse(0);
        double meanDifficulty = Arrays.stream(difficulty).average().orElse(0);
        double product = 0;
        double scores = 0;
        double difficulties = 0;
        for (int i = 0; i < score.length; i++) {
            double s = score[i] - meanScore;
            double d = difficulty[i] - meanDifficulty;
            product += s * d;
            scores += s * s;
            difficulties += d * d;
        }
        return product / Math.sqrt(scores * difficulties);
    }

    /** The best third of the models against the worst. */
    public TierPair widestPair() {
        return source.widestPair();
    }

    /** Scores of the rows of {@link #widestPair}. */
    public double[] widestScores() {
        return DifficultySource.pick(score, widestPair().rows());
    }

    /** 1 where strong is better on a row of {@link #widestPair}, else 0. */
    public double[] widestWins() {
        double[] gain = widestPair().gain();
        return IntStream.range(0, gain.length)
                .mapToDouble(i -> gain[i] > 0 ? 1 : 0)
                .toArray();
    }
}
