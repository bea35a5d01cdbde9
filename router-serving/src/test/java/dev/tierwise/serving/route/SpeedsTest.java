package dev.tierwise.serving.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.rank.Objective;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The latency objective over live speeds, on a clock of its own: ten requests a second for two minutes. */
class SpeedsTest {
    private static final double PER_SECOND = 10;
    private static final double SLOW_FROM = 30;
    private static final double SLOW_TO = 70;
    private static final double END = 120;

    private final AtomicLong now = new AtomicLong(1);
    private final Speeds speeds = new Speeds(now::get);
    private final Router router = new Router("r", null, List.of(new Objective(0, 0, 1, Map.of())));
    private final Pool pool = new Pool(List.of(new Candidate("a", "a"), new Candidate("b", "b")), Map.of());

    private record Running(double firstAt, Speeds.Call call) {}

    @Test
    void aModelThatSlowsDownLosesItsTrafficWithinTenSecondsAndGetsItBackAfterItRecovers() {
        for (double slow : new double[] {2, 8, 60}) {
            int[] ofA = run(slow);
            assertThat(share(ofA, 10, (int) SLOW_FROM))
                    .as("before, slow is %.0f s", slow)
                    .isGreaterThan(0.9);
            assertThat(share(ofA, (int) SLOW_FROM + 10, (int) SLOW_TO))
                    .as("ten seconds after it slowed down to %.0f s", slow)
                    .isLessThan(0.05);
            double backAfter = SLOW_TO + Math.max(slow, 10);
            if (backAfter + 10 < END) {
                assertThat(share(ofA, (int) backAfter + 10, (int) END))
                        .as("after it recovered from %.0f s", slow)
                        .isGreaterThan(0.9);
            }
        }
    }

    /** How many requests of each second went to model a, which is the faster one when it is well. */
    private int[] run(double slow) {
        int[] ofA = new int[(int) END];
        double offset = now.get() / 1e9;
        PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingDouble(Running::firstAt));
        for (double t = 0; t < END; t += 1 / PER_SECOND) {
            while (!running.isEmpty() && running.peek().firstAt() <= t) {
                Running first = running.remove();
                set(offset + first.firstAt());
                first.call().firstToken();
                first.call().ended(0);
            }
            set(offset + t);
            String model = router.decide(
                            RequestFacts.of(Prompt.of("x")),
                            pool,
                            Signals.of("", null, null, new Snapshot(speeds, _ -> false, false, false)))
                    .chosen()
                    .model();
            boolean slowNow = t >= SLOW_FROM && t < SLOW_TO;
            double takes = model.equals("b") ? 0.4 : slowNow ? slow : 0.2;
            running.add(new Running(t + takes, speeds.started(model, false)));
            ofA[(int) t] += model.equals("a") ? 1 : 0;
        }
        set(offset + END + 100);
        running.forEach(left -> left.call().ended(0));
        return ofA;
    }

    @Test
    void aDecisionThatNobodyCarriesOutTakesNobodysTurnToFindOutAnew() {
        Speeds.Call call = speeds.started("a", true);
        call.firstToken();
        call.ended(0);
        set(10);

        assertThat(speed(true).probe()).isTrue();
        assertThat(speed(true).probe()).isTrue();
        assertThat(speed(false).probe()).isTrue();
        assertThat(speed(false).probe()).isFalse();
        assertThat(speed(true).probe()).isFalse();
    }

    private Live.Speed speed(boolean dry) {
        return new Snapshot(speeds, _ -> false, true, dry).speed("a").orElseThrow();
    }

    private void set(double seconds) {
        now.set(Math.max(now.get(), (long) (seconds * 1e9)));
    }

    private static double share(int[] ofA, int from, int to) {
        int sum = 0;
        for (int second = from; second < to; second++) {
            sum += ofA[second];
        }
        return sum / (PER_SECOND * (to - from));
    }
}
