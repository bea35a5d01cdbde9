package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.data.Outcome.Needed;
import dev.tierwise.core.data.Outcome.Scores;
import dev.tierwise.core.data.Outcome.Verdict;
import dev.tierwise.core.data.Outcome.Verdict.Winner;
import dev.tierwise.core.data.TieRule.Ties;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class TieRuleTest {
    @Test
    void aGainAboveTheMarginIsAWinBelowItsNegativeALossAndBetweenATie() {
        TieRule half = new TieRule(Ties.HALF, 0.1);

        assertThat(half.win(new Scores(0.8, 0.5))).hasValue(1);
        assertThat(half.win(new Scores(0.5, 0.8))).hasValue(0);
        assertThat(half.win(new Scores(0.55, 0.5))).hasValue(0.5);
        assertThat(half.win(new Scores(0.5, 0.55))).hasValue(0.5);
    }

    @Test
    void bothRightAndBothWrongAreTies() {
        for (double same : new double[] {0, 1}) {
            assertThat(win(Ties.WEAK, new Scores(same, same))).hasValue(0);
            assertThat(win(Ties.HALF, new Scores(same, same))).hasValue(0.5);
            assertThat(win(Ties.DROP, new Scores(same, same))).isEmpty();
        }
        assertThat(win(Ties.DROP, new Verdict(Winner.TIE))).isEmpty();
        assertThat(win(Ties.HALF, new Verdict(Winner.TIE))).hasValue(0.5);
    }

    @Test
    void aMarginDoesNotTouchVerdictsAndLabelsSayItThemselves() {
        TieRule wide = new TieRule(Ties.DROP, 10);

        assertThat(wide.win(new Verdict(Winner.STRONG))).hasValue(1);
        assertThat(wide.win(new Verdict(Winner.WEAK))).hasValue(0);
        assertThat(wide.win(new Needed(0.5))).hasValue(0.5);
    }

    @Test
    void aMarginThatMakesNoSenseIsRefused() {
        for (double margin : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new TieRule(Ties.WEAK, margin)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static OptionalDouble win(Ties ties, Outcome outcome) {
        return new TieRule(ties, 0).win(outcome);
    }
}
