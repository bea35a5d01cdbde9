package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.testing.RunningProxy;
import dev.tierwise.serving.testing.TestBundles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client can say about routing, and what the proxy says back. */
class RoutingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double THRESHOLD = 0.5;

    @TempDir
    static Path folder;

    private static Path bundle;
    private static RunningProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        bundle = TestBundles.write(folder.resolve("bundle"), 7);
        proxy = RunningProxy.start(folder, """
                models:
                  big: {provider: sim, model: sim-strong}
                  small: {provider: sim, model: sim-weak}
                routers:
                  default: {bundle: "%s", threshold: %s, strong: big, weak: small, unscored: weak}
                  capped:
                    bundle: "%s"
                    strong: big
                    weak: small
                    stages: [{classifier: {threshold: 0.5}}, {strong_share_cap: 0.005}]
                """.formatted(bundle, THRESHOLD, bundle));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    @Test
    void takesTheThresholdFromTheNameOrTheHeader() throws Exception {
        HttpResponse<String> named = proxy.chat("router-default-0.0", "hello");
        assertThat(named.headers().firstValue("x-router-tier")).contains("strong");
        assertThat(named.headers().firstValue("x-router-threshold")).contains("0.0");
        String body = RunningProxy.chatBody("router", "hello", true);
        HttpResponse<String> header = proxy.send(proxy.post("/v1/chat/completions", body)
                .header("x-router-threshold", "1")
                .build());
        assertThat(header.headers().firstValue("x-router-tier")).contains("weak");
        HttpResponse<String> bad = proxy.send(proxy.post("/v1/chat/completions", body)
                .header("x-router-threshold", "1.5")
                .build());
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("not a number in [0,1]");
    }

    @Test
    void aClientsShareOfStrongIsUsedUpByWhatItIsAnsweredAndNotByWhatItAsksAbout() throws Exception {
        String withoutUser =
                "{\"model\":\"router-capped\",\"messages\":[{\"role\":\"system\",\"content\":\"Prove it.\"}]}";
        for (int i = 0; i < 3; i++) {
            assertThat(JSON.readTree(proxy.send("/v1/route", withoutUser).body())
                            .path("tier")
                            .asText())
                    .isEqualTo("strong");
        }
        for (String tier : List.of("strong", "weak", "weak")) {
            assertThat(proxy.send("/v1/chat/completions", withoutUser).headers().firstValue("x-router-tier"))
                    .contains(tier);
        }
        assertThat(proxy.send("/v1/route", withoutUser).body()).contains("had strong already");
    }

    @Test
    void sendsWhatCannotBeScoredWhereTheConfigurationSays() throws Exception {
        String image = "{\"model\":\"router\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}]}";
        HttpResponse<String> answer = proxy.send("/v1/route", image);
        assertThat(JSON.readTree(answer.body()).path("tier").asText()).isEqualTo("weak");
        assertThat(answer.body()).contains("no text to score");
        assertThat(proxy.provider().requests())
                .noneMatch(request -> request.body().contains("AAAA"));
    }

    @Test
    void saysWhatCannotBeExplainedInsteadOfFailing() throws Exception {
        String chat = "{\"model\":\"router\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

        assertThat(JSON.readTree(proxy.send("/v1/route", chat).body()).has("explanation"))
                .isFalse();
        JsonNode explanation =
                JSON.readTree(proxy.send("/v1/route?explain", chat).body()).path("explanation");
        assertThat(explanation.path("unknown").toString()).contains("a stack is", "train it again");
    }

    @Test
    void listsItsRoutersAndModels() throws Exception {
        JsonNode data = JSON.readTree(proxy.get("/v1/models").body()).path("data");
        assertThat(data.findValuesAsText("id"))
                .containsExactly("router", "auto", "router-default", "router-capped", "big", "small");
        assertThat(proxy.get("/v1/models/big").statusCode()).isEqualTo(200);
        assertThat(proxy.get("/v1/models/other").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"(a|b)+c, a", "a.*c, 'a '"})
    void aPatternThatCannotBeSearchedToTheEndDoesNotHoldUpItsRequest(String pattern, String repeated) throws Exception {
        Path other = Files.createTempDirectory(folder, "patterns");
        try (RunningProxy own = RunningProxy.start(other, """
                models:
                  big: {provider: sim, model: sim-strong}
                  small: {provider: sim, model: sim-weak}
                routers:
                  default: {models: [big, small], stages: [{rules: [{name: r, pattern: '%s', to: [small]}]}]}
                """.formatted(pattern))) {
            HttpResponse<String> runaway = own.chat("router", repeated.repeat(400_000));
            assertThat(runaway.statusCode()).as(runaway.body()).isEqualTo(200);
            assertThat(runaway.headers().firstValue("x-router-model")).contains("big");
            assertThat(own.chat("router", "abc").headers().firstValue("x-router-model"))
                    .contains("small");
        }
    }

    @Test
    void putsANewConfigurationInForceWholeOrNotAtAll() throws Exception {
        Path other = Files.createDirectory(folder.resolve("reload"));
        try (RunningProxy own = RunningProxy.start(other, """
                models:
                  small: {provider: sim, model: sim-weak}
                """)) {
            assertThat(own.chat("added", "hi").statusCode()).isEqualTo(404);
            own.reload(
                    "models:\n  small: {provider: sim, model: sim-weak}\n  added: {provider: sim, model: sim-strong}\n");
            assertThat(own.chat("added", "hi").statusCode()).isEqualTo(200);
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> own.reload("""
                            models: {small: {provider: sim, model: sim-weak}}
                            routers: {default: {bundle: "%s", threshold: 0.5, strong: small, weak: small}}
                            """.formatted(Files.createDirectories(folder.resolve("no-bundle")))))
                    .hasMessageContaining("router.json");
            assertThat(own.chat("added", "hi").statusCode()).isEqualTo(200);
        }
    }
}
