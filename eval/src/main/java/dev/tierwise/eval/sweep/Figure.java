package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.metrics.Columns;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.eval.metrics.Money;
import dev.tierwise.eval.scores.RouterScores;
import java.util.List;

/** A figure of a router on a set of rows, in the order tables print them. */
public enum Figure {
    APGR("apgr", "APGR", Unit.NUMBER, true),
    APGR_ROUTELLM("apgr_routellm11", "APGR-11", Unit.NUMBER, true),
    CPT20("cpt20", "CPT20", Unit.SHARE, false),
    CPT50("cpt50", "CPT50", Unit.SHARE, false),
    CPT80("cpt80", "CPT80", Unit.SHARE, false),
    AUROC("auroc", "AUROC", Unit.NUMBER, true),
    BRIER("brier", "Brier", Unit.NUMBER, false),
    LOG_LOSS("log_loss", "log loss", Unit.NUMBER, false),
    ECE("ece", "ECE", Unit.NUMBER, false),
    AIQ("aiq", "AIQ", Unit.NUMBER, true),
    SAVING("saving_at_95_quality", "saving@95", Unit.SHARE, true);

    /** All of them, in order. */
    public static final List<Figure> ALL = List.of(values());

    private static final double KEPT_QUALITY = 0.95;

    private final String key;
    private final String label;
    private final Unit unit;
    private final boolean higherIsBetter;

    /** How a figure is printed. */
    public enum Unit {
        NUMBER,
        SHARE
    }

    Figure(String key, String label, Unit unit, boolean higherIsBetter) {
        this.key = key;
        this.label = label;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
    }

    /** Its name in {@code report.json}. */
    public String key() {
        return key;
    }

    /** Its name in a table. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** NaN where it has no meaning: a constant router has no curve, and only a probability can be calibrated. */
    double of(Sample sample) {
        RouterScores router = sample.sorted().router();
        Curve quality = sample.quality();
        Curve cost = sample.cost();
        boolean curved = !router.isConstant();
        boolean calibrated = router.isProbability();
        return switch (this) {
            case APGR -> curved ? quality.apgr() : Double.NaN;
            case APGR_ROUTELLM -> curved ? quality.apgrRouteLlm() : Double.NaN;
            case CPT20 -> curved ? quality.cpt(0.2) : Double.NaN;
            case CPT50 -> curved ? quality.cpt(0.5) : Double.NaN;
            case CPT80 -> curved ? quality.cpt(0.8) : Double.NaN;
            case AUROC -> curved ? Discrimination.auroc(router.ranked(), sample.win(), sample.weight()) : Double.NaN;
            case BRIER -> calibrated ? Columns.mean(sample.squaredErrors(), sample.weight()) : Double.NaN;
            case LOG_LOSS -> calibrated ? Columns.mean(sample.logLosses(), sample.weight()) : Double.NaN;
            case ECE ->
                calibrated
                        ? CalibrationError.ece(router.predicted(), sample.win(), sample.weight(), CalibrationError.BINS)
                        : Double.NaN;
            case AIQ -> curved && cost != null ? Money.aiq(quality, cost) : Double.NaN;
            case SAVING -> cost != null ? saving(router.kind(), quality, cost) : Double.NaN;
        };
    }

    private static double saving(RouterScores.Kind kind, Curve quality, Curve cost) {
        return switch (kind) {
            case ROUTER, BASELINE -> Money.savingAtQuality(quality, cost, KEPT_QUALITY);
            case ALWAYS_STRONG -> 0;
            case ALWAYS_WEAK ->
                quality.weak() >= KEPT_QUALITY * quality.strong() ? 1 - cost.weak() / cost.strong() : Double.NaN;
        };
    }
}
