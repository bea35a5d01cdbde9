package dev.tierwise.serving.config.stage;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.strategy.Classifier;
import dev.tierwise.core.strategy.Classifier.Other;
import dev.tierwise.core.strategy.Classifier.Timed;
import dev.tierwise.core.strategy.QualityFloor;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The learned choice between strong and weak. Exactly one of the three bounds is there.
 *
 * @param threshold in 0..1
 * @param strongShare in 0..1, the share of traffic that should go to the strong model
 * @param qualityFloor in 0..1, the share of requests that should get an answer no worse than the strong model's
 * @param timetable thresholds of some hours
 */
public record ClassifierConfig(
        @Nullable Double threshold,
        @Nullable Double strongShare,
        @Nullable Double qualityFloor,
        List<Timed> timetable) implements StageConfig {
    private static final String[] BOUNDS = {"threshold", "strong_share", "quality_floor"};
    private static final List<Double> SHOWN_SHARES = List.of(0.1, 0.3, 0.5, 0.7, 0.9);

    public ClassifierConfig {
        timetable = List.copyOf(timetable);
    }

    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "classifier",
                "The strong model where the bundle's win probability reaches the threshold, else the weak one.",
                part -> {
                    part.exactlyOne(BOUNDS);
                    return bounds(
                            part,
                            part.sections(
                                    "timetable",
                                    "Thresholds of some hours; the first that holds counts.",
                                    time -> new Timed(
                                            time.required("hours", Types.HOURS, "Such as 9-17 or 22-6."),
                                            time.required("threshold", Quantities.SHARE, "In force then."))));
                });
    }

    /** The classifier as the only stage of a router; null where the router has a list of stages. */
    static @Nullable ClassifierConfig shortForm(Section section) {
        section.exactlyOne(Stream.concat(Stream.of("stages"), Stream.of(BOUNDS)).toArray(String[]::new));
        for (String bound : BOUNDS) {
            section.needs(bound, "bundle", "strong", "weak");
        }
        ClassifierConfig read = bounds(section, List.of());
        return read.threshold == null && read.strongShare == null && read.qualityFloor == null ? null : read;
    }

    private static ClassifierConfig bounds(Section section, List<Timed> timetable) {
        return new ClassifierConfig(
                section.optional(
                        "threshold",
                        Quantities.SHARE,
                        "Win probability from which the strong model answers, in 0..1; choose it with `tierwise"
                                + " calibrate`."),
                section.optional(
                        "strong_share",
                        Quantities.SHARE,
                        "Share of prompts that should go to the strong model; the bundle's quantiles make it a"
                                + " threshold."),
                section.optional(
                        "quality_floor",
                        Quantities.SHARE,
                        "Share of prompts whose answer should be no worse than the strong model's, by the bundle's"
                                + " calibrated scores."),
                timetable);
    }

    @Override
    public Stage build(Workshop shop) {
        RouterBundle bundle = shop.openBundle();
        if (bundle.ratesTiers()) {
            throw new BadInputException("router " + shop.router().name() + ": the bundle "
                    + bundle.manifest().name() + " rates tiers, use the stage tiers");
        }
        return new Classifier(
                threshold(bundle),
                timetable,
                shop.router().unscored().name().toLowerCase(Locale.ROOT),
                SHOWN_SHARES.stream()
                        .map(share -> new Other(share, bundle.thresholdForStrongShare(share)))
                        .toList());
    }

    private double threshold(RouterBundle bundle) {
        if (threshold != null) {
            return threshold;
        }
        return strongShare != null
                ? bundle.thresholdForStrongShare(strongShare)
                : QualityFloor.threshold(bundle.manifest().scoreQuantiles(), qualityFloor == null ? 1 : qualityFloor);
    }

    @Override
    public boolean needsTiers() {
        return true;
    }

    @Override
    public boolean needsBundle() {
        return true;
    }
}
