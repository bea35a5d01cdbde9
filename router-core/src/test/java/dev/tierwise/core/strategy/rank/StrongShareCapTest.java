package dev.tierwise.core.strategy.rank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Classifier;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrongShareCapTest {
    private static final List<Float> EVEN =
            IntStream.rangeClosed(0, 1000).mapToObj(i -> i / 1000f).toList();
    private static final Pool POOL =
            new Pool(List.of(new Candidate(Candidate.WEAK, "small"), new Candidate(Candidate.STRONG, "big")), Map.of());

    private final Router router = new Router("r", null, List.of(Classifier.of(0.7), new StrongShareCap(0.3, EVEN)));

    private static RequestFacts facts(String client) {
        return new RequestFacts(Prompt.of("x"), Set.of(), null, 1, false, Map.of(), LocalTime.NOON, client, Set.of());
    }

    private boolean isStrong(String client, double win) {
        return isStrong(client, Signals.of(win));
    }

    private boolean isStrong(String client, Signals signals) {
        return router.decide(facts(client), POOL, signals).chosen().isStrong();
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

    /** Of new clients, whose windows are filled with the usual scores that are left. */
    @Test
    void aNewClientIsNotHeldDown() {
        SplittableRandom random = new SplittableRandom(8);
        int[] strong = new int[StrongShareCap.WINDOW];
        int clients = 200;
        for (int client = 0; client < clients; client++) {
            for (int i = 0; i < strong.length; i++) {
                strong[i] += isStrong("client " + client, random.nextDouble()) ? 1 : 0;
            }
        }
        for (int from = 0; from < strong.length; from += 20) {
            double share = IntStream.range(from, from + 20).map(i -> strong[i]).sum() / (20.0 * clients);
            assertThat(share).as("of prompts %d to %d", from, from + 20).isBetween(0.24, 0.3);
        }
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

        assertThat(router.decide(facts("a"), POOL, Signals.of(0.9)).reason())
                .contains("not among the highest 30 % of the client's last 200");
        for (int i = 0; i < 60; i++) {
            isStrong("b", Signals.none());
        }
        assertThat(router.decide(facts("b"), POOL, Signals.none()).reason())
                .contains("no score, and 30 % of the client's last 200 had strong already");
    }

    @Test
    void whatCannotBeScoredBuysNoMore() {
        SplittableRandom random = new SplittableRandom(6);

        assertThat(mostInAWindow(i -> isStrong("a", Signals.none()))).isEqualTo(60);
        assertThat(mostInAWindow(i -> isStrong("b", random.nextBoolean() ? Signals.none() : Signals.of(i / 2000.0))))
                .as("beside scores that rise, seed 6")
                .isBetween(55, 60);
    }

    @Test
    void whatCannotBeScoredDoesNotLowerTheBarForOthers() {
        Classifier rest = new Classifier(0.5, List.of(), Candidate.WEAK, List.of());
        Router capped = new Router("r", null, List.of(rest, new StrongShareCap(0.3, EVEN)));
        for (int i = 0; i < 200; i++) {
            capped.decide(facts("a"), POOL, Signals.none());
        }

        assertThat(capped.decide(facts("a"), POOL, Signals.of(0.6)).chosen().tier())
                .isEqualTo(Candidate.WEAK);
    }

    /** The most strong answers among any 200 of 2000 requests in a row. */
    private static int mostInAWindow(IntPredicate isStrong) {
        boolean[] strong = new boolean[2000];
        int now = 0;
        int most = 0;
        for (int i = 0; i < strong.length; i++) {
            strong[i] = isStrong.test(i);
            now += (strong[i] ? 1 : 0) - (i >= StrongShareCap.WINDOW && strong[i - StrongShareCap.WINDOW] ? 1 : 0);
            most = Math.max(most, now);
        }
        return most;
    }

    @Test
    void noShareOfTheWindowGrantsMoreThanItself() {
        for (double share : new double[] {0, 0.001, 0.005, 0.07, 0.14, 0.28, 0.29, 0.57, 0.999, 1}) {
            Router capped = new Router("r", null, List.of(Classifier.of(0), new StrongShareCap(share, EVEN)));
            double[] next = {0};

            int most = mostInAWindow(i -> capped.decide(facts("a"), POOL, Signals.of(next[0] += 1e-4))
                    .chosen()
                    .isStrong());

            assertThat((double) most).as("share " + share).isEqualTo(Math.floor(share * 200 + 1e-6));
        }
    }

    @Test
    void aDecisionThatNobodyCarriesOutLeavesNoTrace() {
        Live dry = new Live() {
            @Override
            public Optional<Speed> speed(String model) {
                return Optional.empty();
            }

            @Override
            public boolean open(String model) {
                return false;
            }

            @Override
            public boolean dry() {
                return true;
            }
        };
        for (int i = 0; i < 500; i++) {
            assertThat(isStrong("a", Signals.known(1, new float[0], dry))).isTrue();
        }
        assertThat(isStrong("a", 0.99)).isTrue();
        share("a", 500, win -> 1);
        assertThat(isStrong("a", Signals.known(1, new float[0], dry))).isFalse();
    }
}
