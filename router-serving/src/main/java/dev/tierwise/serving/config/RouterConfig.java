package dev.tierwise.serving.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A learned router: which bundle scores, where the threshold stands, and which models it chooses between.
 *
 * @param name its key in the file; clients say {@code router-NAME}
 * @param bundle folder of the bundle
 * @param threshold in 0..1, null where {@code strongShare} stands instead; exactly one of the two is there
 * @param strongShare in 0..1, the share of traffic that should go to the strong model
 * @param strong id of the strong model
 * @param weak id of the weak model
 * @param unscored where a request without text to score goes
 */
public record RouterConfig(
        String name,
        Path bundle,
        @Nullable Double threshold,
        @Nullable Double strongShare,
        String strong,
        String weak,
        Tier unscored) {
    /** One of the two sides of a router. */
    public enum Tier {
        STRONG,
        WEAK
    }

    static RouterConfig read(String name, Section section) {
        Path bundle = section.required(
                "bundle",
                Types.FOLDER,
                "Folder of the trained bundle, from this file's folder or else from the working directory.");
        section.exactlyOne("threshold", "strong_share");
        return new RouterConfig(
                name,
                bundle,
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
                section.required("strong", Types.TEXT, "The model for prompts that need it."),
                section.required("weak", Types.TEXT, "The model for all others."),
                section.get(
                        "unscored",
                        Types.choice(Tier.class),
                        Tier.STRONG,
                        "Where a request without text to score goes, such as one with an image only."));
    }
}
