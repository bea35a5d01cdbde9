package dev.tierwise.training.transfer;

/**
 * Item difficulty by the Rasch model (Rasch 1960): model {@code m} gets item {@code i} right with log-odds
 * {@code ability_m - difficulty_i}. Difficulty is what is left of a score when it no longer depends on which models
 * happened to be asked, which is why it carries over to prompts of another kind where scores do not.
 *
 * <p>Both are the most likely values under the priors difficulty ~ N(0, 1.5) and ability ~ N(0, 3) (standard
 * deviations), found by Newton's method, all abilities and all difficulties in turn. Scores between 0 and 1 count as that
 * part of a right answer.
 */
final class Rasch {
    private static final double DIFFICULTY_DEVIATION = 1.5;
    private static final double ABILITY_DEVIATION = 3;
    private static final int ROUNDS = 30;
    /** A longer step from a flat part of the curve would overshoot. */
    private static final double LONGEST_STEP = 2;

    private Rasch() {}

    /**
     * One difficulty per item.
     *
     * @param scores one row per item, one column per model, in 0..1, NaN where a model was not asked
     */
    static double[] difficulties(double[][] scores) {
        double[] ability = new double[scores[0].length];
        double[] difficulty = new double[scores.length];
        for (int round = 0; round < ROUNDS; round++) {
            for (int m = 0; m < ability.length; m++) {
                Newton step = new Newton(ability[m], ABILITY_DEVIATION);
                for (int i = 0; i < scores.length; i++) {
                    step.add(scores[i][m], ability[m] - difficulty[i]);
                }
                ability[m] += step.up();
            }
            for (int i = 0; i < difficulty.length; i++) {
                Newton step = new Newton(-difficulty[i], DIFFICULTY_DEVIATION);
                for (int m = 0; m < ability.length; m++) {
                    step.add(scores[i][m], ability[m] - difficulty[i]);
                }
                difficulty[i] -= step.up();
            }
        }
        return difficulty;
    }

    /** One step of Newton's method for a parameter that raises the log-odds, under a normal prior around 0. */
    private static final class Newton {
        private double gradient;
        private double curvature;

        Newton(double value, double deviation) {
            double precision = 1 / (deviation * deviation);
            gradient = -value * precision;
            curvature = precision;
        }

        void add(double score, double logOdds) {
            if (!Double.isNaN(score)) {
                double p = 1 / (1 + Math.exp(-logOdds));
                gradient += score - p;
                curvature += p * (1 - p);
            }
        }

        double up() {
            return Math.clamp(gradient / curvature, -LONGEST_STEP, LONGEST_STEP);
        }
    }
}
