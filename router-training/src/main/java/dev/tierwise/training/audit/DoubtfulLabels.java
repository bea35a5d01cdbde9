package dev.tierwise.training.audit;

import dev.tierwise.training.rows.TrainingSet;
import java.util.List;
import java.util.Locale;

/**
 * Labels that contradict the scores of routers that had not seen them, counted by confident learning: a label is doubtful
 * where the other class is as probable as it usually is for its own members, and its own is not. After Northcutt, Jiang and
 * Chuang, <a href="https://doi.org/10.1613/jair.1.12125">Confident Learning</a>.
 */
public final class DoubtfulLabels {
    private DoubtfulLabels() {}

    /**
     * One sentence for people; none where a class is empty.
     *
     * @param win out-of-fold win probability, one per row
     */
    public static List<String> lines(TrainingSet set, double[] win) {
        double[] label = set.rows().win();
        double[] sums = new double[2];
        double[] counts = new double[2];
        for (int i = 0; i < win.length; i++) {
            if (!Double.isNaN(label[i])) {
                int own = label[i] > 0.5 ? 1 : 0;
                sums[own] += own == 1 ? win[i] : 1 - win[i];
                counts[own]++;
            }
        }
        if (counts[0] == 0 || counts[1] == 0) {
            return List.of();
        }
        double usualWin = sums[1] / counts[1];
        double usualLoss = sums[0] / counts[0];
        int wins = 0;
        int losses = 0;
        for (int i = 0; i < win.length; i++) {
            boolean likeWins = win[i] >= usualWin;
            boolean likeLosses = 1 - win[i] >= usualLoss;
            wins += label[i] > 0.5 && likeLosses && !likeWins ? 1 : 0;
            losses += label[i] <= 0.5 && likeWins && !likeLosses ? 1 : 0;
        }
        return List.of(String.format(
                Locale.ROOT,
                "doubtful labels by confident learning: %.1f %% of the wins look like losses and %.1f %% of the others like"
                        + " wins; where prompts say little of who wins, that is chance more than error",
                100 * wins / counts[1],
                100 * losses / counts[0]));
    }
}
