package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.bundle.PromptRater;
import dev.tierwise.core.bundle.Scored;
import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.bundle.TierRatings;
import dev.tierwise.core.prompt.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassifierTest {
    private static final Candidate STRONG = new Candidate(Candidate.STRONG, "large");
    private static final Candidate WEAK = new Candidate(Candidate.WEAK, "small");
    private static final Candidate OTHER_WEAK = new Candidate(Candidate.WEAK, "tiny");
    private static final RequestFacts FACTS = RequestFacts.of(Prompt.of("Why?"));

    @Test
    void strongComesFirstFromTheThresholdOn() {
        assertThat(first(0.4, Signals.of(0.4))).isEqualTo(STRONG);
        assertThat(first(0.4, Signals.of(0.39999))).isEqualTo(WEAK);
        assertThat(first(0, Signals.of(0))).isEqualTo(STRONG);
        assertThat(first(1, Signals.of(0.99999))).isEqualTo(WEAK);
    }

    @Test
    void theOtherTierStaysBehindAndTheOrderInsideATierIsKept() {
        Ranking ranking = Classifier.of(0.5).rank(FACTS, List.of(STRONG, WEAK, OTHER_WEAK), Signals.of(0.25));

        assertThat(ranking.candidates()).containsExactly(WEAK, OTHER_WEAK, STRONG);
        assertThat(ranking.reason()).isEqualTo("win probability 0.2500 < threshold 0.5000");
    }

    @Test
    void whatCannotBeScoredGoesWhereTheStageSays() {
        List<Candidate> candidates = List.of(STRONG, WEAK);

        assertThat(first(0.5, Signals.none())).isEqualTo(STRONG);
        Ranking ranking =
                new Classifier(0.5, List.of(), Candidate.WEAK, List.of()).rank(FACTS, candidates, Signals.none());
        assertThat(ranking.candidates()).containsExactly(WEAK, STRONG);
        assertThat(ranking.reason()).contains("no text to score");
    }

    @Test
    void aScoreThatIsNoNumberIsNone() {
        PromptRater overflowing = new PromptRater() {
            @Override
            public boolean ratesTiers() {
                return false;
            }

            @Override
            public Scored score(String text) {
                return new Scored(Double.NaN, Timings.NONE);
            }

            @Override
            public TierRatings rateTiers(String text) {
                throw new IllegalStateException();
            }
        };

        assertThat(Signals.of("Why?", overflowing, null, Live.UNKNOWN).winProbability())
                .isEmpty();
    }

    @Test
    void aThresholdOutsideZeroToOneIsRefused() {
        for (double threshold : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> Classifier.of(threshold))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not in [0,1]");
        }
    }

    private static Candidate first(double threshold, Signals signals) {
        return Classifier.of(threshold)
                .rank(FACTS, List.of(WEAK, STRONG), signals)
                .candidates()
                .getFirst();
    }
}
