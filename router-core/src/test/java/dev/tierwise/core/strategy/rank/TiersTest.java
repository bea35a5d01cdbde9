package dev.tierwise.core.strategy.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.bundle.PromptRater;
import dev.tierwise.core.bundle.Scored;
import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.bundle.TierRatings;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.rank.Tiers.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TiersTest {
    private static final List<String> MODELS = List.of("small", "medium", "large");
    private static final List<Candidate> CANDIDATES = candidates("other", "large", "small", "medium");
    private static final RequestFacts FACTS = RequestFacts.of(Prompt.of("x"));

    /** 300 tokens of answer are expected, so 1,000 requests cost 0.3 times the price of a million, in dollars. */
    private static final Map<String, ModelEntry> CATALOGUE =
            Map.of("small", priced("small", 1), "medium", priced("medium", 4), "large", priced("large", 20));

    private static List<Candidate> candidates(String... models) {
        return java.util.Arrays.stream(models)
                .map(model -> new Candidate(model, model))
                .toList();
    }

    private static ModelEntry priced(String id, int output) {
        Price price = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.valueOf(output));
        return new ModelEntry(id, List.of(), price, null, null, null, Set.of(), Set.of(), null, TokenCounter.ESTIMATE);
    }

    private static Ranking rank(Rule rule, List<Candidate> candidates, double... quality) {
        List<Double> rated = new ArrayList<>();
        for (double value : quality) {
            rated.add(value);
        }
        return new Tiers(MODELS, rule, CATALOGUE)
                .rank(FACTS, candidates, Signals.of("x", rating(rated), null, Live.UNKNOWN));
    }

    private static PromptRater rating(List<Double> quality) {
        return new PromptRater() {
            @Override
            public boolean ratesTiers() {
                return true;
            }

            @Override
            public Scored score(String text) {
                throw new IllegalStateException("rates tiers");
            }

            @Override
            public TierRatings rateTiers(String text) {
                return new TierRatings(quality, Timings.NONE);
            }
        };
    }

    private static List<String> models(Ranking ranking) {
        return ranking.candidates().stream().map(Candidate::model).toList();
    }

    @Test
    void theCheapestTierThatSufficesAnswers() {
        Ranking ranking = rank(new Rule.Floor(0.7), CANDIDATES, 0.6, 0.71, 0.9);

        assertThat(models(ranking)).containsExactly("medium", "large", "small", "other");
        assertThat(ranking.reason()).isEqualTo("medium is the cheapest tier with quality >= 0.7000: 0.7100");
        assertThat(ranking.looked()).containsKeys("small", "medium", "large");
    }

    @Test
    void whereNoneSufficesTheBestAnswers() {
        Ranking ranking = rank(new Rule.Floor(0.95), CANDIDATES, 0.6, 0.92, 0.9);

        assertThat(models(ranking)).containsExactly("medium", "large", "small", "other");
        assertThat(ranking.reason()).isEqualTo("no tier reaches quality 0.9500, medium comes nearest with 0.9200");
    }

    @Test
    void aTierThatMayNotAnswerIsPassedOver() {
        assertThat(models(rank(new Rule.Floor(0.7), candidates("large", "small"), 0.6, 0.71, 0.9)))
                .containsExactly("large", "small");
        assertThat(rank(new Rule.Floor(0.7), candidates("other"), 0.6, 0.71, 0.9)
                        .reason())
                .isEqualTo("no tier of the bundle may answer");
    }

    @Test
    void lambdaTradesQualityForDollarsPerThousandRequests() {
        // $0.30, $1.20 and $6.00 per 1,000.
        assertThat(models(rank(new Rule.Trade(0), CANDIDATES, 0.6, 0.7, 0.9)).getFirst())
                .isEqualTo("large");
        assertThat(models(rank(new Rule.Trade(0.05), CANDIDATES, 0.6, 0.7, 0.9)))
                .containsExactly("medium", "large", "small", "other");
        assertThat(models(rank(new Rule.Trade(1), CANDIDATES, 0.6, 0.7, 0.9)).getFirst())
                .isEqualTo("small");
        assertThat(rank(new Rule.Trade(0.05), CANDIDATES, 0.6, 0.7, 0.9).reason())
                .isEqualTo("medium is worth most, quality 0.7000 at $1.2000 per 1,000 and lambda 0.05");
    }

    @Test
    void aHigherLambdaNeverBuysADearerTier() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            double[] quality = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
            double low = random.nextDouble();
            int cheap = MODELS.indexOf(
                    models(rank(new Rule.Trade(low), CANDIDATES, quality)).getFirst());
            int cheaper = MODELS.indexOf(models(rank(new Rule.Trade(low + random.nextDouble()), CANDIDATES, quality))
                    .getFirst());
            assertThat(cheaper).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(cheap);
        }
    }

    @Test
    void withoutTextTheDearestTierAnswers() {
        Ranking ranking = new Tiers(MODELS, new Rule.Floor(0.5), CATALOGUE).rank(FACTS, CANDIDATES, Signals.none());

        assertThat(models(ranking)).containsExactly("large", "medium", "small", "other");
        assertThat(ranking.reason()).isEqualTo("no text to rate, so the dearest tier");
    }

    @Test
    void boundsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new Rule.Floor(1.1)).hasMessageContaining("[0,1]");
        assertThatThrownBy(() -> new Rule.Trade(-1)).hasMessageContaining("0 or more");
    }
}
