package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are nowhere but where they belong, whatever goes wrong. */
class SecretsTest {
    private static final Secret KEY = new Secret("tw-client-3e9b0c51aa7d4f20");
    private static final List<String> FAULTS = List.of(
            "none",
            "echo",
            "400",
            "401",
            "403",
            "404",
            "413",
            "429-seconds-9",
            "500",
            "503",
            "reset",
            "hang-up",
            "silence",
            "slow-first-token",
            "cut",
            "cut-clean",
            "reset-body",
            "stall",
            "malformed",
            "error-first",
            "error-mid",
            "html",
            "content-type",
            "long-length",
            "short-length",
            "policy",
            "context-length",
            "gzip",
            "huge-event-64");

    @TempDir
    Path folder;

    @Test
    void standInNoLogNoMetricNoErrorAndNoHeader() throws Exception {
        Path decisions = folder.resolve("decisions.jsonl");
        String models = FAULTS.stream()
                .map(fault -> "  %s: {provider: sim, model: sim-%s}\n  a-%s: {provider: sim-anthropic, model: sim-%s}\n"
                        .formatted(fault, fault, fault, fault))
                .collect(Collectors.joining());
        StringBuilder seen = new StringBuilder();
        try (RunningProxy proxy = RunningProxy.start(
                        folder,
                        "keys: [{name: tester, sha256: %s}]\nmodels:\n".formatted(ClientKeys.hash(KEY))
                                + models
                                + """
                timeouts: {headers: 300ms, answer: 300ms, first_token: 300ms, idle: 300ms}
                retries: {num_retries: 1, backoff: 1ms}
                log: {decisions: "%s", prompts: true}
                """.formatted(decisions));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (String fault : FAULTS) {
                answers.add(clients.submit(() -> ask(proxy, fault)));
                answers.add(clients.submit(() -> ask(proxy, "a-" + fault)));
            }
            for (Future<String> answer : answers) {
                seen.append(answer.get());
            }
            seen.append(ask(proxy, "/v1/chat/completions", "{"))
                    .append(ask(proxy, "/v1/chat/completions", RunningProxy.chatBody(KEY.reveal(), "x", false)))
                    .append(ask(proxy, "/v1/nothing", "{}"))
                    .append(proxy.get("/metrics").body())
                    .append(proxy.get("/health/ready").body());
            assertThat(proxy.provider().requests())
                    .isNotEmpty()
                    .allMatch(request -> !request.headers().toString().contains(KEY.reveal()))
                    .anyMatch(request -> request.headers().toString().contains(RunningProxy.PROVIDER_KEY));
            proxy.server().close();
            seen.append(proxy.console());
        }
        String log = Files.readString(decisions);
        assertThat(log.lines().count()).isEqualTo(FAULTS.size() * 8 + 2);
        assertThat(log).contains("[redacted]");
        assertThat(log).doesNotContain(RunningProxy.PROVIDER_KEY).doesNotContain(KEY.reveal());
        assertThat(seen.toString()).contains("\"error\"").doesNotContain(RunningProxy.PROVIDER_KEY);
    }

    private static String messages(String model, boolean stream) {
        return "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(model, stream);
    }

    /** What a client saw of a model over both wires, whole and as a stream. */
    private static String ask(RunningProxy proxy, String model) throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        for (boolean stream : new boolean[] {false, true}) {
            String chat = RunningProxy.chatBody(model, "my key is " + KEY.reveal(), stream);
            seen.append(ask(proxy, "/v1/chat/completions", chat))
                    .append(ask(proxy, "/v1/messages", messages(model, stream)));
        }
        return seen.toString();
    }

    /** What the client saw; its own key may only be in what it said itself. */
    private static String ask(RunningProxy proxy, String path, String body) throws InterruptedException {
        HttpRequest request = proxy.post(path, body)
                .header("authorization", "Bearer " + KEY.reveal())
                .build();
        try {
            HttpResponse<String> answer = proxy.send(request);
            assertThat(answer.headers().toString()).doesNotContain(KEY.reveal());
            return answer.statusCode() + answer.headers().map().toString() + answer.body() + "\n";
        } catch (IOException e) {
            return e.getMessage() + "\n";
        }
    }
}
