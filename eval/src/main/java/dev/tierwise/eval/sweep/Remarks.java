package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.rows.EvalSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What figures alone do not say, in words. */
final class Remarks {
    private static final int FEW_ROWS = 300;

    private Remarks() {}

    static List<String> of(EvalSet set, Curve quality) {
        List<String> remarks = new ArrayList<>();
        if (!quality.hasGap()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "Strong (%.4f) is no better than weak (%.4f) on these rows: there is no gap to recover, APGR and CPT"
                            + " have no meaning, and always-weak is the router to use. Check --strong and --weak.",
                    quality.strong(),
                    quality.weak()));
        }
        if (set.rows() < FEW_ROWS) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%d rows are few: intervals are wide, and differences under a tenth of APGR are noise.",
                    set.rows()));
        }
        if (!set.hasCategories()) {
            remarks.add("The file has no column category, so there is no category-mean and no table of categories.");
        }
        if (set.costs() == null) {
            remarks.add("No prices are given, so AIQ and saving are left out; add --price MODEL=INPUT,OUTPUT for both"
                    + " tiers, in dollars per million tokens.");
        }
        return remarks;
    }

    /** A router that does not beat prompt length is not a router, and this says so. */
    static String againstLength(String name, double difference, Interval interval) {
        if (Double.isNaN(difference)) {
            return name + " cannot be compared with prompt length: there is no gap between the tiers.";
        }
        if (!interval.isKnown()) {
            return name
                    + String.format(
                            Locale.ROOT,
                            " is not shown to beat prompt length: APGR %+.4f against it, without an interval, since too"
                                    + " many samples of these rows have no gap between the tiers. Label more prompts.",
                            difference);
        }
        String figure = String.format(
                Locale.ROOT,
                "APGR %+.4f against prompt length, 95 %% interval [%+.4f, %+.4f]",
                difference,
                interval.lo(),
                interval.hi());
        if (interval.lo() > 0) {
            return name + " beats prompt length: " + figure + ".";
        }
        return interval.hi() < 0
                ? name + " does worse than prompt length, which costs nothing: " + figure + ". Do not use it here."
                : name + " is not shown to beat prompt length: " + figure
                        + ". A router that does not beat length is not a router.";
    }
}
