package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.training.head.HeadFamily;
import java.util.List;
import java.util.Map;

/**
 * What a training run came to.
 *
 * @param manifest of the bundle that was written
 * @param apgrByFamily out-of-fold APGR of every family that was tried
 * @param aurocRaw of the calibration rows, before calibration
 * @param aurocCalibrated of the same rows, after it: equal unless ranks were merged
 * @param parity largest difference between the graph and what was fitted
 * @param calibrationRows how many rows calibrated
 * @param account what became of the rows that were read, a line per file and reason
 */
public record Trained(
        Manifest manifest,
        Map<HeadFamily, Double> apgrByFamily,
        double aurocRaw,
        double aurocCalibrated,
        double parity,
        int calibrationRows,
        List<String> account) {
    Trained with(Manifest written) {
        return new Trained(written, apgrByFamily, aurocRaw, aurocCalibrated, parity, calibrationRows, account);
    }
}
