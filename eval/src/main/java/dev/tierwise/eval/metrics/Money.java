package dev.tierwise.eval.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a curve is worth in money: a curve of quality and one of cost over the same order. */
public final class Money {
    private Money() {}

    /**
     * A place in the cost-quality plane.
     *
     * @param cost mean cost of a prompt
     * @param quality mean quality of an answer
     */
    public record Point(double cost, double quality) {}

    /**
     * The corners of a curve that can be corners of its hull, "all weak" first: of a run of points that bends upwards only
     * the ends are kept, which leaves the hull as it is.
     */
    public static List<Point> points(Curve quality, Curve cost) {
        int[] kept = new int[quality.points()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            while (count >= 2 && isBelow(quality, cost, kept[count - 2], kept[count - 1], i)) {
                count--;
            }
            kept[count++] = i;
        }
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(new Point(cost.value(kept[i]), quality.value(kept[i])));
        }
        return points;
    }

    /** Whether b lies on or under the line from a to c; never so where costs fall, which only {@link #hull} can sort. */
    private static boolean isBelow(Curve quality, Curve cost, int a, int b, int c) {
        double step = cost.gainSum(b) - cost.gainSum(a);
        double whole = cost.gainSum(c) - cost.gainSum(a);
        if (step == 0 && whole == 0) {
            return quality.gainSum(b) <= Math.max(quality.gainSum(a), quality.gainSum(c));
        }
        return step >= 0
                && whole >= step
                && (quality.gainSum(b) - quality.gainSum(a)) * whole
                        <= (quality.gainSum(c) - quality.gainSum(a)) * step;
    }

    /**
     * The non-decreasing convex hull: the best that random mixtures of the points can buy, from the cheapest point
     * upwards, ending at the point of the highest quality.
     */
    public static List<Point> hull(List<Point> points) {
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Point::cost).thenComparing(Point::quality, Comparator.reverseOrder()));
        List<Point> hull = new ArrayList<>();
        for (Point point : sorted) {
            if (!hull.isEmpty() && point.quality() <= hull.getLast().quality()) {
                continue;
            }
            while (hull.size() >= 2 && !turnsRight(hull.get(hull.size() - 2), hull.getLast(), point)) {
                hull.removeLast();
            }
            hull.add(point);
        }
        return hull;
    }

    /**
     * Average improvement in quality (RouterBench, arXiv 2403.12031): the area under {@link #hull} over cost, divided by
     * the cost range, so that it is the mean quality one gets for a budget drawn at random from the range.
     *
     * @param lowest start of the range, the cheapest model's cost
     * @param highest end of the range; where the hull ends earlier its quality is carried on
     * @return NaN where the range is empty or the hull starts above it
     */
    public static double aiq(List<Point> points, double lowest, double highest) {
        List<Point> hull = hull(points);
        if (!(highest > lowest) || hull.isEmpty() || hull.getFirst().cost() > lowest * (1 + 1e-9)) {
            return Double.NaN;
        }
        double area = 0;
        for (int i = 1; i < hull.size(); i++) {
            Point a = hull.get(i - 1);
            Point b = hull.get(i);
            double from = Math.max(a.cost(), lowest);
            double to = Math.min(b.cost(), highest);
            if (to > from) {
                double slope = (b.quality() - a.quality()) / (b.cost() - a.cost());
                double middle = (from + to) / 2 - a.cost();
                area += (to - from) * (a.quality() + slope * middle);
            }
        }
        area += Math.max(0, highest - Math.max(lowest, hull.getLast().cost()))
                * hull.getLast().quality();
        return area / (highest - lowest);
    }

    /** AIQ of a two-tier router, between the cost of "all weak" and of "all strong". */
    public static double aiq(Curve quality, Curve cost) {
        return aiq(points(quality, cost), cost.weak(), cost.strong());
    }

    /**
     * What is saved against "all strong" at the smallest strong share that keeps {@code part} of the strong tier's
     * quality, as a fraction of its cost. NaN where no share does, where strong costs nothing, or where its quality is not
     * above 0 and has no parts.
     */
    public static double savingAtQuality(Curve quality, Curve cost, double part) {
        if (!(quality.strong() > 0)) {
            return Double.NaN;
        }
        double share = quality.shareReaching(part * quality.strong());
        return Double.isNaN(share) || !(cost.strong() > 0) ? Double.NaN : 1 - cost.valueAt(share) / cost.strong();
    }

    private static boolean turnsRight(Point a, Point b, Point c) {
        return (b.cost() - a.cost()) * (c.quality() - a.quality())
                < (b.quality() - a.quality()) * (c.cost() - a.cost());
    }
}
