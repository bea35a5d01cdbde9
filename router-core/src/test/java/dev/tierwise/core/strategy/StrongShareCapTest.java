package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.rank.StrongShareCap;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrongShareCapTest {
    private static final List<Float> EVEN =
            IntStream.rangeClosed(0, 1000).mapToObj(i -> i / 1000f).toList();
    private static final Pool POOL =
            new Pool(List.of(new Candidate("weak", "small"), new Candidate("strong", "big")), Map.of());

    private final Router router = new Router("r", null, List.of(Classifier.of(0.7), new StrongShareCap(0.3, EVEN)));

    private boolean isStrong(String client, double win) {
        RequestFacts facts =
                new RequestFacts(Prompt.of("x"), Set.of(), null, false, Map.of(), LocalTime.NOON, client, Set.of());
        return router.decide(facts, POOL, Signals.of(win)).chosen().tier().equals("strong");
    }

    private double share(String client, int prompts, DoubleUnaryOperator forced) {
        SplittableRandom random = new SplittableRandom(5);
        return IntStream.range(0, prompts)
                        .filter(i -> isStrong(client, forced.applyAsDouble(random.nextDouble())))
                        .count()
                / (double) prompts;
    }

    @Test
    void usualTrafficHardlyNoticesIt() {
        assertThat(share("a", 2000, win -> win)).isBetween(0.25, 0.3);
    }

    @Test
    void whateverMovesAllScoresDoesNotBuyMore() {
        assertThat(share("a", 2000, win -> 0.9 + win / 10)).isBetween(0.2, 0.3);
        assertThat(share("b", 2000, win -> 1)).isLessThanOrEqualTo(0.3);
    }

    @Test
    void noSequenceOfScoresBuysMore() {
        double[] next = {0};
        assertThat(share("a", 2000, win -> next[0] += 1e-4)).isLessThanOrEqualTo(0.3);
    }

    @Test
    void oneClientsPromptsAreNotHeldAgainstAnother() {
        share("greedy", 500, win -> 1);

        assertThat(isStrong("modest", 0.99)).isTrue();
        assertThat(isStrong("greedy", 0.99)).isFalse();
    }

    @Test
    void saysWhyItTookWeak() {
        share("a", 500, win -> 1);
        RequestFacts facts =
                new RequestFacts(Prompt.of("x"), Set.of(), null, false, Map.of(), LocalTime.NOON, "a", Set.of());

        assertThat(router.decide(facts, POOL, Signals.of(0.9)).reason())
                .contains("not among the highest 30 % of the client's last 200");
    }
}
