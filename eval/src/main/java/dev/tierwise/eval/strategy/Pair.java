package dev.tierwise.eval.strategy;

import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.Prices.Price;
import dev.tierwise.eval.rows.TokenCounts;

/**
 * Two models on the rows of a set: how good each answer was, what it said and what it cost. Tokens are estimated from
 * characters, for prompts and answers alike.
 */
final class Pair {
    private static final TokenCounts TOKENS = TokenCounts.DEFAULT;

    /** The verifier is told what to do in about so many tokens, and accepts in so many. */
    private static final double INSTRUCTION = 60;

    private static final double ACCEPTANCE = 2;

    private final EvalSet set;
    private final RecordedAnswers answers;
    private final String strong;
    private final String weak;
    private final Price strongPrice;
    private final Price weakPrice;

    Pair(EvalSet set, RecordedAnswers answers, String strong, String weak, Price strongPrice, Price weakPrice) {
        this.set = set;
        this.answers = answers;
        this.strong = strong;
        this.weak = weak;
        this.strongPrice = strongPrice;
        this.weakPrice = weakPrice;
    }

    int rows() {
        return set.rows();
    }

    String prompt(int row) {
        return set.prompts().get(row);
    }

    String weakAnswer(int row) {
        return answers.of(weak, set.ids().get(row));
    }

    private String strongAnswer(int row) {
        return answers.of(strong, set.ids().get(row));
    }

    double strongQuality(int row) {
        return set.strong()[row];
    }

    double weakQuality(int row) {
        return set.weak()[row];
    }

    double strongCost(int row) {
        return strongPrice.of(TOKENS.input(prompt(row)), TOKENS.input(strongAnswer(row)));
    }

    double weakCost(int row) {
        return weakPrice.of(TOKENS.input(prompt(row)), TOKENS.input(weakAnswer(row)));
    }

    /** Whether the strong model would accept the draft: its own recorded answer comes to the same. */
    boolean agree(int row) {
        return Agreement.between(strongAnswer(row), weakAnswer(row));
    }

    double verifyCost(int row, boolean accepted) {
        double input = TOKENS.input(prompt(row)) + TOKENS.input(weakAnswer(row)) + INSTRUCTION;
        return strongPrice.of(input, accepted ? ACCEPTANCE : TOKENS.input(strongAnswer(row)));
    }
}
