package dev.tierwise.serving.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.config.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who of a model's deployments is asked. */
class DeploymentsTest {
    private static final Map<String, Integer> WEIGHTS = Map.of("one", 1, "two", 2, "seven", 7);

    @TempDir
    Path folder;

    private Config config;
    private Deployments deployments;

    @BeforeEach
    void load() throws IOException {
        Path file = Files.writeString(folder.resolve("tierwise.yaml"), """
                providers: {p: {base_url: "http://127.0.0.1:1/v1"}}
                models:
                  several:
                    deployments:
                      - {provider: p, model: one, weight: 1}
                      - {provider: p, model: two, weight: 2}
                      - {provider: p, model: seven, weight: 7}
                  single: {provider: p, model: one}
                  twins:
                    deployments:
                      - {provider: p, model: one}
                      - {provider: p, model: two}
                      - {provider: p, model: one, weight: 3}
                      - {provider: p, model: one}
                breaker: {failures: 1, cooldown_time: 1ms}
                """);
        config = ConfigLoader.load(file, Map.of()).config();
        Random random = new Random(1);
        deployments = new Deployments(config, System::nanoTime, () -> random);
    }

    private LiveDeployment next() {
        return deployments.acquire("several", _ -> true, false).orElseThrow().live();
    }

    private static String name(LiveDeployment live) {
        return live.deployment().model();
    }

    @Test
    void deploymentsThatAreAlikeAreToldApart() {
        assertThat(deployments.of("twins").stream().map(LiveDeployment::label))
                .containsExactly("twins@p/one", "twins@p/two", "twins@p/one#2", "twins@p/one#3");
        assertThat(deployments.next(config).of("twins")).isEqualTo(deployments.of("twins"));
    }

    @Test
    void sharesCallsThatComeOneByOneByWeight() {
        Map<String, Integer> calls = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            LiveDeployment live = next();
            live.begin();
            live.end();
            calls.merge(name(live), 1, Integer::sum);
        }
        WEIGHTS.forEach((name, weight) -> assertThat(calls.get(name)).as(name).isBetween(weight * 900, weight * 1_100));
    }

    @Test
    void sharesRunningCallsByWeightHoweverManyThereAre() {
        Map<String, Integer> running = new TreeMap<>();
        for (int all = 1; all <= 300; all++) {
            LiveDeployment live = next();
            live.begin();
            running.merge(name(live), 1, Integer::sum);
            for (Map.Entry<String, Integer> share : WEIGHTS.entrySet()) {
                assertThat(running.getOrDefault(share.getKey(), 0))
                        .as("%s of %d", share.getKey(), all)
                        .isLessThanOrEqualTo(share.getValue() * all / 10 + 1);
            }
        }
    }

    @Test
    void passesByTheOneThatAnswersSlowly() {
        List<LiveDeployment> held = new ArrayList<>();
        Map<String, Integer> calls = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            LiveDeployment live = next();
            live.begin();
            if (name(live).equals("seven")) {
                held.add(live);
            } else {
                live.end();
            }
            calls.merge(name(live), 1, Integer::sum);
        }
        assertThat(held).as("calls that never end").hasSizeLessThan(20);
        assertThat(calls.get("two")).isGreaterThan(calls.get("one"));
    }

    @Test
    void isProbedAgainWhereTheProbeEndedInAnErrorWhereverThatCame() {
        Model model = Objects.requireNonNull(config.models().get("single"));
        AtomicLong now = new AtomicLong();
        AtomicInteger readings = new AtomicInteger(Integer.MAX_VALUE);
        deployments = new Deployments(
                config,
                () -> {
                    if (readings.decrementAndGet() == 0) {
                        throw new OutOfMemoryError("of the test");
                    }
                    return now.get();
                },
                () -> new Random(1));
        deployments.acquire("single", _ -> true, false).orElseThrow().pass().failed();
        Caller caller = new Caller(
                (_, _) -> {
                    throw new StackOverflowError("of the test");
                },
                (_, _) -> {
                    throw new IllegalStateException("client and provider speak the same");
                });
        byte[] body = "{\"model\":\"single\",\"messages\":[]}".getBytes(StandardCharsets.UTF_8);
        Job job = new Job(RequestView.parse(Endpoint.CHAT, body, 10), List.of(), List.of(model), 5, 1_000, null);
        for (int reading = 1; reading <= 10; reading++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            readings.set(reading);
            try (Watch watch = new Watch();
                    Guard guard = watch.guard(() -> false, () -> {}, Duration.ofMinutes(1))) {
                assertThatThrownBy(() -> new Dispatch(
                                        caller, job, deployments, guard, _ -> OutputStream.nullOutputStream())
                                .run())
                        .isInstanceOf(VirtualMachineError.class);
            }
            readings.set(Integer.MAX_VALUE);
            Optional<Deployments.Turn> next = deployments.acquire("single", _ -> true, false);
            assertThat(next)
                    .as("after an error at reading %d of the clock", reading)
                    .isPresent();
            assertThat(next.get().pass().probe()).isTrue();
            assertThat(next.get().live().running()).isZero();
            next.get().pass().failed();
        }
    }
}
