package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Candour;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Completion;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.filter.Capabilities;
import dev.tierwise.core.strategy.filter.ContextWindow;
import dev.tierwise.core.strategy.filter.Residency;
import dev.tierwise.core.strategy.rank.CheckedAttempt;
import dev.tierwise.core.strategy.rank.Condition;
import dev.tierwise.core.strategy.rank.Objective;
import dev.tierwise.core.strategy.rank.Rules;
import dev.tierwise.core.strategy.rank.SemanticRoutes;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return new Rules(List.of(new Rules.Rule(
                "tagged",
                new Condition(
                        Map.of(key, value),
                        0,
                        Integer.MAX_VALUE,
                        0,
                        Integer.MAX_VALUE,
                        null,
                        List.of(),
                        null,
                        Set.of(),
                        null),
                List.of(to))));
    }

    private static RequestFacts withTag(String key, String value) {
        return new RequestFacts(
                Prompt.of("x"), Set.of(), null, false, Map.of(key, value), LocalTime.NOON, "", Set.of());
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

    @Test
    void whatEveryModelLacksIsAnErrorThatNamesTheFilter() {
        ModelEntry plain = new ModelEntry(
                "m", List.of(), null, 10, Set.of(), null, Set.of(), Set.of(), null, TokenCounter.ESTIMATE);
        Pool pool = new Pool(List.of(new Candidate("m", "m")), Map.of("m", plain));
        RequestFacts image = new RequestFacts(
                Prompt.of("x"), Set.of(Capability.VISION), null, false, Map.of(), LocalTime.NOON, "", Set.of());

        assertThatThrownBy(() -> new Router("r", null, List.of(new Capabilities())).decide(image, pool, Signals.none()))
                .isInstanceOf(NoCandidateException.class)
                .hasMessageContaining("\"capabilities\" refused the last of them (m: lacks vision)");
        assertThatThrownBy(() -> new Router("r", null, List.of(new ContextWindow()))
                        .decide(text("a long text, ".repeat(10)), pool, Signals.none()))
                .hasMessageContaining("exceed 10");
    }

    @ParameterizedTest
    @CsvSource({
        "What is the capital of France and how do I get there?,en",
        "Wie komme ich mit der Bahn nach Rom und was kostet das?,de",
        "Quelle est la capitale de la France et comment y aller?,fr",
        "東京への行き方を教えてください,ja",
        "Как мне добраться до Рима?,ru",
        "x = 3,''",
        "Paris,''"
    })
    void languagesAreToldWhereTheyCanBe(String text, String language) {
        assertThat(Language.of(text).orElse("")).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"The answer is 4.,true", "I’m sorry but I cannot help with that.,false", "I'm not sure about it.,false"
    })
    void refusalsAndHedgesAreHeard(String answer, boolean candid) throws Exception {
        Check.Verdict verdict = new Candour().look(new Asked(Prompt.of("?"), null), Answer.of(answer), Completion.NONE);
        assertThat(verdict.accepted()).isEqualTo(candid);
    }

    @Test
    void hoursGoOverMidnight() {
        Hours night = new Hours(22, 6);
        assertThat(List.of(22, 23, 0, 5)).allMatch(hour -> night.contains(LocalTime.of(hour, 30)));
        assertThat(List.of(6, 12, 21)).noneMatch(hour -> night.contains(LocalTime.of(hour, 30)));
        Classifier classifier =
                new Classifier(0.5, List.of(new Classifier.Timed(night, 0.9)), Candidate.STRONG, List.of());
        assertThat(classifier.thresholdFor(text("x"))).isEqualTo(0.5);
    }

    @Test
    void aQualityFloorBoundsTheExpectedLoss() {
        List<Float> quantiles = List.of(0f, 0.1f, 0.2f, 0.3f, 0.4f);
        assertThat(QualityFloor.threshold(quantiles, 0.99)).isEqualTo(0.1f);
        assertThat(QualityFloor.threshold(quantiles, 1)).as("every prompt").isZero();
        assertThat(QualityFloor.threshold(quantiles, 0.9)).isEqualTo(0.3f);
        assertThat(QualityFloor.threshold(quantiles, 0)).isEqualTo(1);
    }
}
