package dev.tierwise.core.data;

/**
 * What is known of how the strong and the weak tier did on one prompt. Each kind can be read in two ways: as the quality
 * of each tier's answer (what evaluation adds up) and as a win of the strong tier (what training fits).
 */
public sealed interface Outcome {
    /** Mean quality of the strong tier's answer, in the data's own unit. */
    double strong();

    /** Mean quality of the weak tier's answer, in the same unit. */
    double weak();

    /** What the strong tier adds: {@code strong() - weak()}. */
    default double gain() {
        return strong() - weak();
    }

    /** Graded answers: one number per tier, from a wide table. */
    record Scores(double strong, double weak) implements Outcome {
        public Scores {
            if (!Double.isFinite(strong) || !Double.isFinite(weak)) {
                throw new IllegalArgumentException("scores must be finite: strong " + strong + ", weak " + weak);
            }
        }
    }

    /**
     * A label: the probability that the strong tier is needed. 1 reads as "only the strong tier's answer will do", 0 as
     * "the weak tier's will do as well", so that strong is 1 throughout and weak is 1 - label.
     */
    record Needed(double probability) implements Outcome {
        public Needed {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("label " + probability + " is not in 0..1");
            }
        }

        @Override
        public double strong() {
            return 1;
        }

        @Override
        public double weak() {
            return 1 - probability;
        }
    }

    /** A comparison of two answers; a tie counts half to each, as in arena ratings. */
    record Verdict(Winner winner) implements Outcome {
        public enum Winner {
            STRONG,
            WEAK,
            TIE
        }

        @Override
        public double strong() {
            return switch (winner) {
                case STRONG -> 1;
                case WEAK -> 0;
                case TIE -> 0.5;
            };
        }

        @Override
        public double weak() {
            return 1 - strong();
        }
    }
}
