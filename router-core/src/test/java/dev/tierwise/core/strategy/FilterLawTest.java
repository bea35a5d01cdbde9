package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.catalog.ModelEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What holds for every router and every request, over 10,000 seeded pairs. */
final class FilterLawTest {
    private static final int PAIRS = 10_000;

    @Test
    void noChosenOrFallbackModelViolatesAFilterAndEqualRequestsAreDecidedAlike() {
        int decided = 0;
        int attempts = 0;
        for (long seed = 0; seed < PAIRS; seed++) {
            RandomCases cases = new RandomCases(seed);
            Pool pool = cases.pool();
            Router router = new Router("r", null, cases.stages(pool));
            RequestFacts facts = cases.facts();
            Supplier<Signals> signals = cases.signals();
            List<Filter> filters = router.stages().stream()
                    .filter(Filter.class::isInstance)
                    .map(Filter.class::cast)
                    .toList();
            Decision decision;
            try {
                decision = router.decide(facts, pool, signals.get());
            } catch (NoCandidateException e) {
                assertNobodyWasLeft(seed, pool, facts, signals, filters, e);
                continue;
            }
            decided++;
            attempts += decision.course().label().equals("plain") ? 0 : 1;
            for (Candidate candidate : decision.ranked()) {
                assertPermitted(seed, candidate.model(), pool, facts, signals, filters);
            }
            for (String model : decision.course().asks()) {
                assertPermitted(seed, model, pool, facts, signals, filters);
                assertThat(decision.chosen().model())
                        .as("seed %d: nobody stands behind himself", seed)
                        .isNotEqualTo(model);
            }
            Decision again = router.decide(facts, pool, signals.get());
            assertThat(again.ranked()).as("seed %d", seed).isEqualTo(decision.ranked());
            assertThat(again.steps()).as("seed %d", seed).isEqualTo(decision.steps());
            assertThat(again.course()).as("seed %d", seed).isEqualTo(decision.course());
        }
        assertThat(decided).as("pairs with an answer").isBetween(PAIRS / 4, PAIRS - 100);
        assertThat(attempts).as("decisions of more than one call").isGreaterThan(PAIRS / 200);
    }

    private static void assertPermitted(
            long seed, String model, Pool pool, RequestFacts facts, Supplier<Signals> signals, List<Filter> filters) {
        ModelEntry entry = pool.entry(model);
        for (Filter filter : filters) {
            assertThat(filter.refuses(facts, entry, signals.get()))
                    .as("seed %d: %s of %s", seed, filter.name(), model)
                    .isEmpty();
        }
    }

    private static void assertNobodyWasLeft(
            long seed,
            Pool pool,
            RequestFacts facts,
            Supplier<Signals> signals,
            List<Filter> filters,
            NoCandidateException thrown) {
        assertThat(pool.withFallbacks(pool.candidates()))
                .as("seed %d: models of which no filter refuses one", seed)
                .allMatch(model -> filters.stream()
                        .map(filter -> filter.refuses(facts, pool.entry(model), signals.get()))
                        .anyMatch(Optional::isPresent));
        assertThat(thrown.getMessage())
                .as("seed %d", seed)
                .contains("the filter \"" + thrown.filter() + "\" refused the last of them (m");
        assertThat(filters).as("seed %d", seed).extracting(Filter::name).contains(thrown.filter());
    }
}
