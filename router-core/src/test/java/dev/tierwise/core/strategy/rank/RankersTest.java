package dev.tierwise.core.strategy.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Classifier;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.attempt.Candour;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.filter.Residency;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each stage makes of a request, and how they go together. */
final class RankersTest {
    private static final Candidate BIG = new Candidate(Candidate.STRONG, "big");
    private static final Candidate SMALL = new Candidate(Candidate.WEAK, "small");
    private static final Pool POOL = new Pool(List.of(SMALL, BIG), Map.of());

    private static Decision decide(RequestFacts facts, Signals signals, Stage... stages) {
        return new Router("r", null, List.of(stages)).decide(facts, POOL, signals);
    }

    private static RequestFacts text(String prompt) {
        return RequestFacts.of(Prompt.of(prompt));
    }

    private static Rules tagged(String key, String value, String to) {
        return new Rules(List.of(new Rules.Rule("tagged", Conditions.tagged(key, value), List.of(to))));
    }

    private static RequestFacts withTag(String key, String value) {
        return new RequestFacts(
                Prompt.of("x"), Set.of(), null, 1, false, Map.of(key, value), LocalTime.NOON, "", Set.of());
    }

    @Test
    void aRuleThatHoldsIsTheLastWordAndNothingIsScored() {
        Decision decision =
                decide(withTag("plan", "paid"), Signals.of(0.01), tagged("plan", "*", "big"), Classifier.of(0.5));

        assertThat(decision.chosen()).isEqualTo(BIG);
        assertThat(decision.winProbability()).as("nobody asked for a score").isEmpty();
        assertThat(decision.reason()).isEqualTo("rule \"tagged\" holds");
        assertThat(decision.steps().getLast().reason()).isEqualTo("not asked, rules decided");
    }

    @Test
    void whereNoRuleHoldsTheNextStageDecides() {
        Decision decision =
                decide(withTag("plan", "free"), Signals.of(0.01), tagged("plan", "paid", "big"), Classifier.of(0.5));

        assertThat(decision.chosen()).isEqualTo(SMALL);
        assertThat(decision.winProbability()).hasValue(0.01);
    }

    @Test
    void theNearestExampleDecidesIfItIsNearEnough() {
        SemanticRoutes routes = new SemanticRoutes(
                List.of(
                        new SemanticRoutes.Route("a", List.of("one"), List.of(new float[] {1, 0}), List.of("big")),
                        new SemanticRoutes.Route("b", List.of("two"), List.of(new float[] {0, 1}), List.of("small"))),
                0.8);

        assertThat(decide(text("x"), Signals.known(0, new float[] {1, 0}, Live.UNKNOWN), routes)
                        .chosen())
                .isEqualTo(BIG);
        Decision far = decide(text("x"), Signals.known(0, new float[] {.7f, .7f}, Live.UNKNOWN), routes);
        assertThat(far.chosen()).isEqualTo(SMALL);
        assertThat(far.reason()).contains("< 0.8000");
        assertThat(routes.conflicts()).isEmpty();
    }

    /** The weak model would try, and may not; the strong one is not asked twice. */
    @Test
    void aFilterBehindACascadeTakesItAway() {
        Pool pool = new Pool(List.of(SMALL, BIG), Map.of("small", in("us", "small"), "big", in("eu", "big")));
        Stage cascade = new CheckedAttempt("small", "big", new Course.Cascade("big", List.of(new Candour())));
        Stage residency = new Residency(Set.of("eu"), Set.of());

        Decision decision = new Router("r", null, List.of(cascade, residency)).decide(text("x"), pool, Signals.none());

        assertThat(decision.ranked()).containsExactly(BIG);
        assertThat(decision.course()).isEqualTo(Course.plain());
        assertThat(decision.steps().getLast().reason()).isEqualTo("small, which would try, may not have the request");
    }

    private static ModelEntry in(String region, String id) {
        return new ModelEntry(id, List.of(), null, null, null, region, Set.of(), Set.of(), null, TokenCounter.ESTIMATE);
    }

    @Test
    void examplesThatTwoRoutesClaimAreReported() {
        SemanticRoutes routes = new SemanticRoutes(
                List.of(
                        new SemanticRoutes.Route("a", List.of("one"), List.of(new float[] {1, 0}), List.of("big")),
                        new SemanticRoutes.Route("b", List.of("one"), List.of(new float[] {1, 0}), List.of("small"))),
                0.8);

        assertThat(routes.conflicts()).containsExactly("routes \"a\" and \"b\" both claim \"one\"");
    }

    @Test
    void anObjectiveWeighsCostQualityAndSpeed() {
        Map<String, ModelEntry> catalogue = Map.of("big", priced("big", 10, 0.9), "small", priced("small", 1, 0.5));

        assertThat(decide(text("x"), Signals.none(), new Objective(1, 0, 0, catalogue))
                        .chosen())
                .isEqualTo(SMALL);
        assertThat(decide(text("x"), Signals.none(), new Objective(0, 1, 0, catalogue))
                        .chosen())
                .isEqualTo(BIG);
        assertThat(decide(text("x"), Signals.of(0.9), new Objective(0.5, 1, 0, catalogue))
                        .chosen())
                .as("the bundle says that weak would fail")
                .isEqualTo(BIG);
        assertThat(decide(text("x"), Signals.of(0.05), new Objective(0.5, 1, 0, catalogue))
                        .chosen())
                .as("the bundle says that weak suffices")
                .isEqualTo(SMALL);
    }

    private static ModelEntry priced(String id, int output, double quality) {
        return new ModelEntry(
                id,
                List.of(),
                new Price(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(output)),
                null,
                null,
                null,
                Set.of(),
                Set.of(),
                quality,
                TokenCounter.ESTIMATE);
    }
}
