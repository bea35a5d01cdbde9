package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an adaptation came to.
 *
 * @param manifest of the bundle that was written
 * @param router name of the router it stands on
 * @param parity largest difference between the graph and what was fitted
 * @param account what became of the rows that were read, a line per file and reason
 * @param known files among those read that the router it stands on was trained on
 */
public record Adapted(Manifest manifest, String router, double parity, List<String> account, List<String> known) {
    /** Labels below which a gain is more hope than finding. */
    private static final int FEW = 100;

    Adapted with(Manifest written) {
        return new Adapted(written, router, parity, account, known);
    }

    /** What has to be said against relying on it; empty where nothing has. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        known.forEach(file -> warnings.add("the router it stands on was trained on " + file
                + ": its figures there flatter, and those of the adaptation with them; label prompts it has not seen"));
        int rows = manifest.training().rows();
        if (rows < FEW) {
            warnings.add(rows + " labels are few: from about " + FEW
                    + " on an adapted router is usually ahead of the one it stands on, from 300 clearly so");
        }
        for (Measured measured : manifest.metrics()) {
            doubt(measured, "apgr_minus_router", "the router it stands on", warnings);
            doubt(measured, "apgr_minus_length", "prompt length alone", warnings);
        }
        return warnings;
    }

    private static void doubt(Measured measured, String figure, String what, List<String> warnings) {
        Figure difference = measured.figures().get(figure);
        if (difference == null || difference.low() == null || difference.low() <= 0) {
            warnings.add(
                    difference != null && difference.value() <= 0
                            ? String.format(
                                    Locale.ROOT,
                                    "on %s it is no better than %s: these labels do not help, label more prompts",
                                    measured.dataset(),
                                    what)
                            : String.format(
                                    Locale.ROOT,
                                    "on %s it is not shown to be better than %s: the interval of the difference holds 0",
                                    measured.dataset(),
                                    what));
        }
    }
}
