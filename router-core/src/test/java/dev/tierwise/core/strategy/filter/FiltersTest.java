package dev.tierwise.core.strategy.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.NoCandidateException;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a router says where its filters leave nobody. */
final class FiltersTest {
    @Test
    void whatEveryModelLacksIsAnErrorThatNamesTheFilter() {
        ModelEntry plain = new ModelEntry(
                "m", List.of(), null, 10, Set.of(), null, Set.of(), Set.of(), null, TokenCounter.ESTIMATE);
        Pool pool = new Pool(List.of(new Candidate("m", "m")), Map.of("m", plain));
        RequestFacts image = new RequestFacts(
                Prompt.of("x"), Set.of(Capability.VISION), null, 1, false, Map.of(), LocalTime.NOON, "", Set.of());

        assertThatThrownBy(() -> new Router("r", null, List.of(new Capabilities())).decide(image, pool, Signals.none()))
                .isInstanceOf(NoCandidateException.class)
                .hasMessageContaining("\"capabilities\" refused the last of them (m: lacks vision)");
        assertThatThrownBy(() -> new Router("r", null, List.of(new ContextWindow()))
                        .decide(RequestFacts.of(Prompt.of("a long text, ".repeat(10))), pool, Signals.none()))
                .hasMessageContaining("exceed 10");
    }

    @Test
    void whatEveryAnswerMayCostIsCountedForEachThatIsAskedFor() {
        Price price = new Price(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN);
        ModelEntry model = new ModelEntry(
                "m", List.of(), price, null, Set.of(), null, Set.of(), Set.of(), null, TokenCounter.ESTIMATE);
        // A thousand tokens are a cent, and the prompt a hundredth of one.
        MaxPrice twoCents = new MaxPrice(new BigDecimal(".0205"));

        assertThat(twoCents.refuses(wants(2), model, Signals.none())).isEmpty();
        assertThat(twoCents.refuses(wants(3), model, Signals.none()))
                .hasValueSatisfying(why -> assertThat(why).startsWith("may cost 0.03"));
        assertThat(wants(Integer.MAX_VALUE).expectedDollars(model)).isGreaterThan(1_000_000);
    }

    private static RequestFacts wants(int choices) {
        return new RequestFacts(Prompt.of("x"), Set.of(), 1000, choices, false, Map.of(), LocalTime.NOON, "", Set.of());
    }
}
