package dev.tierwise.training.bundle;

import dev.tierwise.training.head.HeadFamily;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why the trainer did what it did, in words for the card. */
final class Reasons {
    private Reasons() {}

    /** Why this family. */
    static String choice(Optional<HeadFamily> asked, Map<HeadFamily, Double> apgr, HeadFamily chosen, boolean teacher) {
        String figures = apgr.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey().label(), e.getValue()))
                .collect(Collectors.joining(", "));
        return (asked.isPresent()
                        ? "asked for by --head; out-of-fold APGR " + figures
                        : "highest out-of-fold APGR (mean over files, weighted by rows) of " + figures)
                + (teacher && chosen == HeadFamily.STACK
                        ? "; its line was taught by the sentence encoder of the accurate profile"
                        : "");
    }
}
