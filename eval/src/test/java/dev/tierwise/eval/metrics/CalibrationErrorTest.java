package dev.tierwise.eval.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.eval.metrics.CalibrationError.Bin;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
    @Test
    void brierAndLogLossOfAKnownCase() {
        double[] p = {0.9, 0.2};
        double[] win = {1, 0};
        double[] one = {1, 1};
        assertThat(CalibrationError.brier(p, win, one)).isCloseTo((0.01 + 0.04) / 2, within(1e-12));
        assertThat(Columns.mean(CalibrationError.logLosses(p, win), one))
                .isCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, within(1e-12));
    }

    @Test
    void equalProbabilitiesAreNeverSplitBetweenBins() {
        double[] p = {0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.7, 0.8};
        double[] win = {0, 1, 0, 0, 0, 1, 1, 1};
        double[] one = new double[8];
        Arrays.fill(one, 1);
        List<Bin> bins = CalibrationError.reliability(Ranked.of(p), win, one, 4);
        assertThat(bins.getFirst().weight()).isEqualTo(6);
        assertThat(bins.getFirst().high()).isEqualTo(0.2);
        assertThat(bins.getFirst().observed()).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(bins.stream().mapToDouble(Bin::weight).sum()).isEqualTo(8);
        assertThat(CalibrationError.ece(new double[] {0.25, 0.25, 0.25, 0.25}, new double[] {1, 0, 0, 0}, one(4), 10))
                .isZero();
    }

    @Test
    void rowsWithoutAnOutcomeAreLeftOut() {
        double[] p = {0.9, 0.2, 0.5};
        double[] win = {1, 0, Double.NaN};
        assertThat(CalibrationError.brier(p, win, one(3))).isCloseTo(0.025, within(1e-12));
        assertThat(CalibrationError.ece(p, win, one(3), 2)).isCloseTo(0.15, within(1e-12));
    }

    @Test
    void perfectCalibrationOnNineHundredRowsStillShowsAnError() {
        double[] p = new SplittableRandom(5).doubles(900).toArray();
        CalibrationError.Null chance = CalibrationError.eceNull(p, one(900), 10, 1);
        assertThat(chance.interval().lo()).isBetween(0.01, 0.03);
        assertThat(chance.interval().hi()).isBetween(0.04, 0.07);
        assertThat(chance.point95())
                .isBetween(chance.interval().lo(), chance.interval().hi());
    }

    private static double[] one(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
