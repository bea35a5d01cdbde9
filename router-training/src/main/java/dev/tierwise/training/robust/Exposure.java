package dev.tierwise.training.robust;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.strategy.rank.ShareWindow;
import dev.tierwise.core.strategy.rank.StrongShareCap;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.rows.Prices.Price;
import dev.tierwise.eval.rows.TokenCounts;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** What becomes of the decisions on some prompts when each of them is changed. */
public final class Exposure {
    private static final double THOUSAND = 1000;

    private final List<Observation> rows;
    private final Reading reading;
    private final double threshold;
    private final double cap;
    private final float[] usual;
    private final Price strong;
    private final Price weak;
    private final boolean[] before;

    /**
     * The decisions on prompts as they are.
     *
     * @param known prompts that say what scores are usual
     * @param cap most of a client's prompts that may go to strong, where there is a cap
     * @param strong what the strong tier charges
     * @param weak what the weak tier charges
     */
    public Exposure(
            List<Observation> known,
            List<Observation> rows,
            Reading reading,
            double threshold,
            double cap,
            Price strong,
            Price weak) {
        this.rows = rows;
        this.reading = reading;
        this.threshold = threshold;
        this.cap = cap;
        this.usual = StrongShareCap.usual(sorted(known, reading));
        this.strong = strong;
        this.weak = weak;
        double[] scores = scores(UnaryOperator.identity());
        before = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            before[i] = scores[i] >= threshold;
        }
    }

    /**
     * Decisions on changed prompts.
     *
     * @param toStrong share of all prompts that went to weak before and go to strong now
     * @param toWeak the other way round
     * @param strongShare share that goes to strong now
     * @param dollars what 1,000 prompts cost now
     * @param cappedShare share that goes to strong behind a cap, all prompts being one client's
     * @param cappedDollars what 1,000 prompts cost then
     * @param tokens what was added to a prompt on average, in tokens
     * @param apgr of the ranking now, the answers taken to be as good as before
     */
    public record Moved(
            double toStrong,
            double toWeak,
            double strongShare,
            double dollars,
            double cappedShare,
            double cappedDollars,
            double tokens,
            double apgr) {}

    /** The decisions where every prompt has been changed. */
    public Moved after(UnaryOperator<String> change) {
        double[] scores = scores(change);
        double wasStrong = 0;
        double toStrong = 0;
        double toWeak = 0;
        double dollars = 0;
        double tokens = 0;
        double capped = 0;
        double cappedDollars = 0;
        ShareWindow window = new ShareWindow(cap, usual);
        for (int i = 0; i < scores.length; i++) {
            String prompt = rows.get(i).prompt();
            boolean now = scores[i] >= threshold;
            wasStrong += before[i] ? 1 : 0;
            toStrong += now && !before[i] ? 1 : 0;
            toWeak += before[i] && !now ? 1 : 0;
            double input = TokenCounts.DEFAULT.input(change.apply(prompt));
            tokens += input - TokenCounts.DEFAULT.input(prompt);
            dollars += (now ? strong : weak).of(input, TokenCounts.DEFAULT.assumedOutput());
            boolean granted = window.admit(OptionalDouble.of(scores[i]), now);
            capped += granted ? 1 : 0;
            cappedDollars += (granted ? strong : weak).of(input, TokenCounts.DEFAULT.assumedOutput());
        }
        double n = scores.length;
        return new Moved(
                toStrong / n,
                toWeak / n,
                (wasStrong + toStrong - toWeak) / n,
                dollars / n * THOUSAND,
                capped / n,
                cappedDollars / n * THOUSAND,
                tokens / n,
                apgr(scores));
    }

    private double[] scores(UnaryOperator<String> change) {
        return rows.parallelStream()
                .mapToDouble(row -> reading.score(change.apply(row.prompt())))
                .toArray();
    }

    private double apgr(double[] scores) {
        return Curve.of(
                        scores,
                        rows.stream().mapToDouble(o -> o.outcome().strong()).toArray(),
                        rows.stream().mapToDouble(o -> o.outcome().weak()).toArray(),
                        rows.stream().mapToDouble(Observation::weight).toArray())
                .apgr();
    }

    /** The threshold that sends a share of some prompts to strong. */
    public static double threshold(List<Observation> rows, Reading reading, double share) {
        List<Float> scores = sorted(rows, reading);
        return scores.get(Math.clamp((int) Math.floor((1 - share) * scores.size()), 0, scores.size() - 1));
    }

    private static List<Float> sorted(List<Observation> rows, Reading reading) {
        return rows.parallelStream()
                .map(row -> (float) reading.score(row.prompt()))
                .sorted()
                .toList();
    }
}
