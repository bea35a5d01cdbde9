package dev.tierwise.eval.calibrate;

import dev.tierwise.eval.calibrate.Goal.MaxLoss;
import dev.tierwise.eval.calibrate.Goal.Quality;
import dev.tierwise.eval.calibrate.Goal.StrongShare;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Normal;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;

/**
 * Chooses the threshold that meets a goal with the fewest strong calls. Bounds are walked from "all strong" downwards and
 * end at the first threshold that fails: nothing is chosen for a lucky dip further down.
 */
public final class Chooser {
    private static final int DECIMALS = 6;

    private Chooser() {}

    /** The threshold for a goal, on labelled rows that the router was not trained on. */
    public static double threshold(EvalSet set, RouterScores router, Goal goal) {
        // The order of the scores, not of places within folds: a threshold is held against scores.
        Curve curve = Curve.of(router.predicted(), set.strong(), set.weak(), set.weight());
        int point =
                switch (goal) {
                    case StrongShare share -> nearest(curve, share.share());
                    case Quality quality -> lastWithin(curve, excess(set, router, quality));
                    case MaxLoss loss -> lastWithin(curve, excess(set, router, loss));
                };
        return between(curve, point, router.isProbability());
    }

    /** The loss of every row that goes to weak: what strong would have added, 0 where it adds nothing. */
    static double[] losses(EvalSet set) {
        return Arrays.stream(set.gain()).map(gain -> Math.max(0, gain)).toArray();
    }

    private static int nearest(Curve curve, double share) {
        int best = 0;
        for (int point = 1; point < curve.points(); point++) {
            if (Math.abs(curve.share(point) - share) < Math.abs(curve.share(best) - share)) {
                best = point;
            }
        }
        return best;
    }

    /** By how much each cut point is over the limit, as far as can be said: 0 or less is within. */
    private static double[] excess(EvalSet set, RouterScores router, Quality goal) {
        double[] strong = set.strong();
        double[] weak = set.weak();
        double[] ifStrong = new double[strong.length];
        double[] ifWeak = new double[strong.length];
        Arrays.setAll(ifStrong, i -> (goal.part() - 1) * strong[i]);
        Arrays.setAll(ifWeak, i -> goal.part() * strong[i] - weak[i]);
        Scale scale = Scale.of(set);
        double worst = Math.max(0, goal.part() * scale.most() - scale.least());
        return upper(set, router, ifStrong, ifWeak, worst, goal.confidence());
    }

    private static double[] excess(EvalSet set, RouterScores router, MaxLoss goal) {
        double[] losses = losses(set);
        Scale scale = Scale.of(set);
        double worst = scale.most() - scale.least();
        double[] none = new double[losses.length];
        double[] upper =
                upper(set, router, none, losses, worst, goal.confidence().orElse(0.5));
        return Arrays.stream(upper).map(bound -> bound - goal.bound()).toArray();
    }

    /**
     * An upper bound for the mean of another sample of this size at each cut point. As in conformal risk control, the
     * next row is counted as the worst there can be; beyond confidence .5, where the bound is that mean, the normal bound
     * for the difference of two samples is added to it.
     */
    private static double[] upper(
            EvalSet set, RouterScores router, double[] ifStrong, double[] ifWeak, double worst, double confidence) {
        double[] weight = set.weight();
        Curve mean = Curve.of(router.predicted(), ifStrong, ifWeak, weight);
        Curve square = Curve.of(router.predicted(), squares(ifStrong), squares(ifWeak), weight);
        double total = Arrays.stream(weight).sum();
        // Kish's effective size: rows that stand for many say no more than one row each.
        double rows = total * total / Arrays.stream(squares(weight)).sum();
        double deviates = Normal.quantile(confidence) * Math.sqrt(2);
        double[] bounds = new double[mean.points()];
        Arrays.setAll(bounds, point -> {
            double m = (rows * mean.value(point) + worst) / (rows + 1);
            double variance = (rows * square.value(point) + worst * worst) / (rows + 1) - m * m;
            return m + deviates * Math.sqrt(Math.max(0, variance) / (rows + 1));
        });
        return bounds;
    }

    private static double[] squares(double[] values) {
        return Arrays.stream(values).map(v -> v * v).toArray();
    }

    /** The cut point with the fewest strong calls before the first that is over the limit. */
    private static int lastWithin(Curve curve, double[] excess) {
        int point = curve.points() - 1;
        while (point > 0 && excess[point - 1] <= 0) {
            point--;
        }
        return point;
    }

    /** Half-way between the last score that goes to strong and the first that does not, but for digits nobody needs. */
    private static double between(Curve curve, int point, boolean probability) {
        if (point == curve.points() - 1) {
            return probability ? 0 : -Double.MAX_VALUE;
        }
        double below = curve.threshold(point + 1);
        if (point == 0) {
            return probability ? Math.min(1, Math.nextUp(below)) : Math.nextUp(below);
        }
        double half = (curve.threshold(point) - below) / 2;
        double middle = below + half;
        return middle > below ? rounded(middle, half / 2) : curve.threshold(point);
    }

    /** To six decimals, or to as many as leave it within {@code most} of what it was. */
    private static double rounded(double value, double most) {
        BigDecimal exact = new BigDecimal(value);
        double rounded = Double.NaN;
        for (int decimals = DECIMALS; !(Math.abs(rounded - value) <= most); decimals++) {
            rounded = exact.setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
        }
        return rounded;
    }

    /**
     * What an answer can be worth, which these rows need not have shown: 0 to 1 where all lie in it, otherwise the least
     * and the most that was seen.
     */
    private record Scale(double least, double most) {
        static Scale of(EvalSet set) {
            DoubleSummaryStatistics seen = DoubleStream.concat(Arrays.stream(set.strong()), Arrays.stream(set.weak()))
                    .summaryStatistics();
            return seen.getMin() >= 0 && seen.getMax() <= 1 ? new Scale(0, 1) : new Scale(seen.getMin(), seen.getMax());
        }
    }
}
