package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Curve;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cut points of a curve that are worth printing. */
final class CutPoints {
    /** Money is told per this many prompts. */
    static final int PER = 1000;

    private static final int STEPS = 1000;

    private CutPoints() {}

    /**
     * The cut points nearest to each thousandth of the share: all there are, where they are fewer.
     *
     * @param thresholds whether what the curve is ranked by are the scores themselves
     */
    static List<SweepPoint> of(Curve quality, @Nullable Curve cost, boolean thresholds) {
        List<SweepPoint> points = new ArrayList<>();
        int last = quality.points() - 1;
        int point = 0;
        int before = -1;
        for (int step = 0; step <= STEPS; step++) {
            double share = (double) step / STEPS;
            while (point < last
                    && Math.abs(quality.share(point + 1) - share) <= Math.abs(quality.share(point) - share)) {
                point++;
            }
            if (point != before) {
                points.add(at(point, quality, cost, thresholds));
                before = point;
            }
        }
        return points;
    }

    private static SweepPoint at(int point, Curve quality, @Nullable Curve cost, boolean thresholds) {
        double gap = quality.strong() - quality.weak();
        return new SweepPoint(
                thresholds ? quality.threshold(point) : Double.NaN,
                quality.share(point),
                quality.value(point),
                quality.hasGap() ? (quality.value(point) - quality.weak()) / gap : Double.NaN,
                cost == null ? Double.NaN : PER * cost.value(point),
                cost == null || !(cost.strong() > 0) ? Double.NaN : 1 - cost.value(point) / cost.strong());
    }
}
