package dev.tierwise.core.strategy.attempt;

import java.util.ArrayList;
import java.util.List;

/** How the chosen candidate is asked. Immutable. */
public sealed interface Course {
    /** One call, whose answer is the answer. */
    static Course plain() {
        return new Plain();
    }

    /** Models asked beside the chosen one: who stands behind it first, and judges. */
    List<String> asks();

    /** One word for the log. */
    String label();

    /** One call, whose answer is the answer. */
    record Plain() implements Course {
        @Override
        public List<String> asks() {
            return List.of();
        }

        @Override
        public String label() {
            return "plain";
        }
    }

    /**
     * The cheap model answers first; what does not pass every check is asked of another model, once.
     *
     * @param to the model asked where the attempt is not accepted
     */
    record Cascade(String to, List<Check> checks) implements Course {
        public Cascade {
            checks = List.copyOf(checks);
        }

        @Override
        public List<String> asks() {
            List<String> asked = new ArrayList<>(List.of(to));
            checks.forEach(check -> asked.addAll(check.asks()));
            return asked;
        }

        @Override
        public String label() {
            return "cascade";
        }
    }

    /**
     * The cheap model drafts, and another accepts the draft or answers better.
     *
     * @param verifier the model that reads the draft
     */
    record Speculative(String verifier) implements Course {
        @Override
        public List<String> asks() {
            return List.of(verifier);
        }

        @Override
        public String label() {
            return "speculative";
        }
    }
}
