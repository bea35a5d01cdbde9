package dev.tierwise.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.bundle.Scored.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RememberedRatingsTest {
    /** Says of a text how long it is, and notes that it was asked. */
    private final class Counting implements PromptRater {
        private final List<String> asked = new ArrayList<>();
        /** How many requests with the same text come while the first of them is scored. */
        private int askedMeanwhile;

        @Override
        public boolean ratesTiers() {
            return false;
        }

        @Override
        public Scored score(String text) {
            asked.add(text);
            if (askedMeanwhile > 0) {
                askedMeanwhile--;
                remembered.score(text);
            }
            return new Scored(1.0 / (1 + text.length()), new Timings(7, 1, 2));
        }

        @Override
        public TierRatings rateTiers(String text) {
            asked.add(text);
            return new TierRatings(List.of(0.25, text.length() / 100.0), new Timings(7, 1, 2));
        }
    }

    private final Counting bundle = new Counting();
    private final RememberedRatings all = new RememberedRatings(bundle);
    private final PromptRater remembered = all.forClient("ann");

    @Test
    void asksOnceForATextThatComesAgain() {
        Scored first = remembered.score("Why is the sky blue?");
        Scored again = remembered.score("Why is the sky blue?");
        assertThat(bundle.asked).hasSize(1);
        assertThat(again.winProbability()).isEqualTo(first.winProbability());
        assertThat(first.timings().remembered()).isFalse();
        assertThat(again.timings().remembered()).isTrue();
    }

    @Test
    void tellsNoClientWhatAnotherHasSent() {
        remembered.score("a text of Ann's");
        assertThat(all.forClient("bob").score("a text of Ann's").timings().remembered())
                .isFalse();
        assertThat(all.forClient("ann").score("a text of Ann's").timings().remembered())
                .isTrue();
        all.forClient("an").score("nothing");
        assertThat(remembered.score("othing").timings().remembered()).isFalse();
    }

    @Test
    void remembersEveryTiersQuality() {
        assertThat(remembered.rateTiers("four").quality())
                .isEqualTo(remembered.rateTiers("four").quality());
        assertThat(bundle.asked).hasSize(1);
    }

    @Test
    void remembersAllOfAFewTexts() {
        List<String> texts = IntStream.range(0, RememberedRatings.PLACES / 8)
                .mapToObj(i -> "text " + i)
                .toList();
        for (int round = 0; round < 3; round++) {
            texts.forEach(remembered::score);
        }
        assertThat(bundle.asked).isEqualTo(texts);
    }

    @Test
    void forgetsWhatWasAskedForLongestAgo() {
        for (int i = 0; i < 10 * RememberedRatings.PLACES; i++) {
            remembered.score("What comes again and again?");
            remembered.score("once " + i);
        }
        assertThat(bundle.asked).containsOnlyOnce("What comes again and again?");
        assertThat(remembered.score("once 0").timings().remembered()).isFalse();
    }

    @Test
    void aBurstOfOneTextTakesOnePlace() {
        List<String> texts = IntStream.range(0, RememberedRatings.PLACES / 8)
                .mapToObj(i -> "text " + i)
                .toList();
        texts.forEach(remembered::score);
        int before = bundle.asked.size();
        for (int burst = 0; burst < RememberedRatings.PLACES / 16; burst++) {
            bundle.askedMeanwhile = 7;
            remembered.score("burst " + burst);
        }
        bundle.asked.subList(0, before).clear();
        assertThat(bundle.asked).hasSize(8 * RememberedRatings.PLACES / 16);
        bundle.asked.clear();
        texts.forEach(remembered::score);
        assertThat(bundle.asked).isEmpty();
    }

    @Test
    void neverAnswersForAnotherText() {
        // Three times as many texts as places, each twice, so that nearly all lose theirs to another; among them some
        // that differ in a broken surrogate alone.
        List<String> texts = IntStream.range(0, 3 * RememberedRatings.PLACES)
                .mapToObj(i -> "x".repeat(i % 97) + (char) (0xd800 + i % 1024) + i)
                .toList();
        for (int round = 0; round < 2; round++) {
            for (String text : texts) {
                assertThat(remembered.score(text).winProbability()).isEqualTo(1.0 / (1 + text.length()));
            }
        }
        assertThat(bundle.asked.size()).isBetween(texts.size(), 2 * texts.size());
        remembered.score("\ud800");
        int asked = bundle.asked.size();
        remembered.score("\ud801");
        assertThat(bundle.asked).hasSize(asked + 1);
    }
}
