package dev.tierwise.eval.metrics;

/**
 * What happens as more prompts go to the strong tier, highest score first: one point per distinct score, from "all weak"
 * to "all strong". Between two points the curve is linear, which is what sending a random part of a tie group to strong
 * gives on average. The two values of a row may be qualities or costs. Immutable.
 */
public final class Curve {
    private static final int ROUTELLM_BINS = 10;

    /** Less than this part of what all rows differ by is the rounding of their sum. */
    private static final double NOISE = 1e-12;

    private final Ranked ranked;
    private final double[] weight;
    private final double[] gain;
    private final double weakSum;
    private final double difference;

    private Curve(Ranked ranked, double[] weight, double[] gain, double weakSum, double difference) {
        this.ranked = ranked;
        this.weight = weight;
        this.gain = gain;
        this.weakSum = weakSum;
        this.difference = difference;
    }

    /** Sorts the scores and adds up; use {@link #of(Ranked, double[], double[], double[])} where the order is at hand. */
    public static Curve of(double[] score, double[] strong, double[] weak, double[] rowWeight) {
        return of(Ranked.of(score), strong, weak, rowWeight);
    }

    /**
     * Adds up along an order that is already there, in one pass.
     *
     * @param strong value per row where the strong tier answers
     * @param weak value per row where the weak tier answers, in the same unit
     * @param rowWeight how many rows each row stands for, 0 or more; their sum must be above 0
     */
    public static Curve of(Ranked ranked, double[] strong, double[] weak, double[] rowWeight) {
        int rows = ranked.rows();
        if (rows == 0 || strong.length != rows || weak.length != rows || rowWeight.length != rows) {
            throw new IllegalArgumentException("a curve needs rows, and as many values as scores: %d scores, %d, %d, %d"
                    .formatted(rows, strong.length, weak.length, rowWeight.length));
        }
        int groups = ranked.groups();
        double[] weight = new double[groups + 1];
        double[] gain = new double[groups + 1];
        double sumWeight = 0;
        double sumGain = 0;
        double sumWeak = 0;
        double sumDifference = 0;
        int place = 0;
        for (int group = 0; group < groups; group++) {
            for (int end = ranked.end(group); place < end; place++) {
                int row = ranked.row(place);
                // No branch on weight 0: a bootstrap draw has such rows at random, and a wrong guess costs more than
                // the sum.
                double w = rowWeight[row];
                sumWeight += w;
                double added = w * (strong[row] - weak[row]);
                sumGain += added;
                sumDifference += Math.abs(added);
                sumWeak += w * weak[row];
            }
            weight[group + 1] = sumWeight;
            gain[group + 1] = sumGain;
        }
        if (!(sumWeight > 0)) {
            throw new IllegalArgumentException("the weights add up to " + sumWeight + ", they must be above 0");
        }
        return new Curve(ranked, weight, gain, sumWeak, sumDifference);
    }

    /** How many cut points there are, both ends included: distinct scores + 1. */
    public int points() {
        return weight.length;
    }

    /** Share of prompts sent to strong at a cut point, in 0..1; point 0 is "all weak". */
    public double share(int point) {
        return weight[point] / total(weight);
    }

    /** Mean value at a cut point. */
    public double value(int point) {
        return (weakSum + gain[point]) / total(weight);
    }

    /** What the prompts sent to strong at a cut point add, not divided by the number of rows. */
    double gainSum(int point) {
        return gain[point];
    }

    /** The threshold of a cut point: the lowest score that still goes to strong; infinity at "all weak". */
    public double threshold(int point) {
        return point == 0 ? Double.POSITIVE_INFINITY : ranked.score(point - 1);
    }

    /** The cut point of RouteLLM's rule: strong where score &gt;= threshold. */
    public int pointAt(double threshold) {
        return ranked.groupsAtLeast(threshold);
    }

    /** Mean value with every prompt sent to strong. */
    public double strong() {
        return value(points() - 1);
    }

    /** Mean value with every prompt sent to weak. */
    public double weak() {
        return value(0);
    }

    /** Mean value at a share of strong calls in 0..1, linear inside a tie group. */
    public double valueAt(double share) {
        return (weakSum + gainAt(share)) / total(weight);
    }

    /**
     * Performance gap recovered at a share of strong calls: 0 where quality is the weak tier's, 1 where it is the
     * strong tier's (RouteLLM, arXiv 2406.18665, section 3). NaN where strong is no better than weak.
     */
    public double pgr(double share) {
        return hasGap() ? gainAt(share) / total(gain) : Double.NaN;
    }

    /**
     * Area under {@link #pgr} over the share in 0..1, over every cut point. A constant score gives .5 exactly, and a
     * score that sends the losses first can go below 0, one that knows them above 1. NaN where strong is no better.
     */
    public double apgr() {
        if (!hasGap()) {
            return Double.NaN;
        }
        double area = 0;
        for (int i = 1; i < points(); i++) {
            area += (weight[i] - weight[i - 1]) * (gain[i] + gain[i - 1]);
        }
        return area / (2 * total(weight) * total(gain));
    }

    /**
     * RouteLLM's own APGR, for comparison with published numbers: the trapezoid over 11 thresholds, at the score's
     * minimum, its nine inner deciles (linear interpolation) and above its maximum.
     */
    public double apgrRouteLlm() {
        if (!hasGap()) {
            return Double.NaN;
        }
        double area = 0;
        int from = points() - 1;
        for (int bin = 1; bin <= ROUTELLM_BINS; bin++) {
            int to = bin == ROUTELLM_BINS ? 0 : pointAt(quantile((double) bin / ROUTELLM_BINS));
            area += (weight[from] - weight[to]) * (gain[from] + gain[to]);
            from = to;
        }
        return area / (2 * total(weight) * total(gain));
    }

    /**
     * Call-performance threshold: the smallest share of strong calls that recovers {@code p} of the gap, at the first
     * crossing, linear inside a segment. NaN where strong is no better than weak.
     *
     * @param p part of the gap, in 0..1
     */
    public double cpt(double p) {
        return hasGap() ? firstShareWithGain(p * total(gain)) : Double.NaN;
    }

    /** The smallest share of strong calls whose mean value reaches {@code value}; NaN where none does. */
    public double shareReaching(double value) {
        return firstShareWithGain(value * total(weight) - weakSum);
    }

    private double firstShareWithGain(double target) {
        if (target <= 0) {
            return 0;
        }
        for (int i = 1; i < points(); i++) {
            if (gain[i] >= target) {
                double part = (target - gain[i - 1]) / (gain[i] - gain[i - 1]);
                return (weight[i - 1] + part * (weight[i] - weight[i - 1])) / total(weight);
            }
        }
        return Double.NaN;
    }

    private double gainAt(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is not in 0..1");
        }
        double target = share * total(weight);
        int low = 0;
        int high = points() - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (weight[middle] <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double width = weight[high] - weight[low];
        return width == 0 ? gain[low] : gain[low] + (target - weight[low]) / width * (gain[high] - gain[low]);
    }

    /** NumPy's linear quantile, as if a row of weight w stood w times (weights below 1 on the mean are scaled up to 1). */
    private double quantile(double p) {
        double scale = Math.max(1, ranked.rows() / total(weight));
        double last = total(weight) * scale - 1;
        double place = p * last;
        double below = Math.floor(place);
        double lower = fromBottom(below / scale);
        double upper = fromBottom(Math.min(below + 1, last) / scale);
        return lower + (place - below) * (upper - lower);
    }

    /** The score of the row that covers {@code depth} units of weight, counted from the lowest score. */
    private double fromBottom(double depth) {
        // Half a thousandth of a row keeps whole depths on their own side of the boundary despite rounding.
        double fromTop = total(weight) - depth - total(weight) / ranked.rows() * 5e-4;
        int low = 0;
        int high = points() - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (weight[middle] < fromTop) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return ranked.score(high - 1);
    }

    /** Whether strong is better than weak by more than the rounding of a sum; else there is nothing to recover. */
    public boolean hasGap() {
        return total(gain) > NOISE * difference;
    }

    private static double total(double[] cumulative) {
        return cumulative[cumulative.length - 1];
    }
}
