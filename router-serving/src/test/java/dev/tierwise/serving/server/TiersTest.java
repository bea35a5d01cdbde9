package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.testing.RunningProxy;
import dev.tierwise.serving.testing.TestBundles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three tiers behind one name: who answers is what the bundle's qualities and the prices say. */
class TiersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PROMPTS = List.of(
            "hello", "Prove that e is irrational.", "def f(x): return x", "Translate to French: good morning", "2+2=?");
    private static final String MODELS = """
            models:
              tiny: {provider: sim, model: sim-weak, price: {input: 0.1, output: 0.5}}
              middle: {provider: sim, model: sim-weak, price: {input: 1, output: 3}}
              huge: {provider: sim, model: sim-strong, price: {input: 10, output: 30}}
            """;

    @TempDir
    static Path folder;

    private static Path bundle;
    private static RunningProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        bundle = TestBundles.writeTiers(folder.resolve("bundle"), 3, "low", "middle", "top");
        proxy = RunningProxy.start(folder, MODELS + """
                routers:
                  default: {bundle: "%1$s", models: [middle], stages: [tiers: {models: {low: tiny, top: huge}, floor: 0.5}]}
                  traded: {bundle: "%1$s", models: [middle], stages: [tiers: {models: {low: tiny, top: huge}, lambda: 0.05}]}
                """.formatted(bundle));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    private static JsonNode route(String router, String prompt) throws Exception {
        HttpResponse<String> answer = proxy.send("/v1/route", RunningProxy.chatBody(router, prompt, false));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode looked(JsonNode decision) {
        for (JsonNode step : decision.path("steps")) {
            if (step.path("stage").asText().equals("tiers")) {
                return step.path("looked");
            }
        }
        throw new AssertionError("no step of the stage tiers in " + decision);
    }

    private static List<String> byQuality(JsonNode looked) {
        List<String> models = new ArrayList<>();
        looked.fieldNames().forEachRemaining(models::add);
        models.sort(Comparator.comparingDouble(
                        (String model) -> looked.path(model).path("quality").asDouble())
                .reversed());
        return models;
    }

    @Test
    void theCheapestModelWhoseQualitySufficesAnswers() throws Exception {
        for (String prompt : PROMPTS) {
            JsonNode decision = route("router", prompt);
            JsonNode looked = looked(decision);
            String expected = List.of("tiny", "middle", "huge").stream()
                    .filter(model -> looked.path(model).path("quality").asDouble() >= 0.5)
                    .findFirst()
                    .orElseGet(() -> byQuality(looked).getFirst());
            assertThat(decision.path("model").asText()).as(decision.toString()).isEqualTo(expected);
            assertThat(decision.path("reason").asText()).contains("quality");
            assertThat(decision.path("win_probability").isNull()).isTrue();
            assertThat(proxy.chat("router", prompt).headers().firstValue("x-router-model"))
                    .contains(expected);
        }
    }

    @Test
    void lambdaWeighsQualityAgainstWhatThisRequestCosts() throws Exception {
        for (String prompt : PROMPTS) {
            JsonNode decision = route("router-traded", prompt);
            JsonNode looked = looked(decision);
            String expected = List.of("tiny", "middle", "huge").stream()
                    .max(Comparator.comparingDouble(model -> worth(looked.path(model))))
                    .orElseThrow();
            assertThat(decision.path("model").asText()).as(decision.toString()).isEqualTo(expected);
        }
    }

    private static double worth(JsonNode shown) {
        return shown.path("quality").asDouble()
                - 0.05 * shown.path("dollars_per_1000").asDouble();
    }

    @Test
    void aConfigurationThatCannotWorkSaysWhy() throws IOException {
        Path pair = TestBundles.write(folder.resolve("pair"), 3);
        refused(
                "{bundle: \"%s\", models: [tiny, middle, huge], stages: [tiers: {floor: 0.5}]}".formatted(pair),
                "classifier");
        refused("{bundle: \"%s\", strong: huge, weak: tiny, threshold: 0.5}".formatted(bundle), "use the stage tiers");
        refused(
                "{bundle: \"%s\", models: [tiny, middle, huge], stages: [tiers: {floor: 0.5}]}".formatted(bundle),
                "tier low");
        refused(
                "{bundle: \"%s\", models: [tiny], stages: [tiers: {floor: 0.5, lambda: 1}]}".formatted(bundle),
                "lambda");
        refused(
                "{bundle: \"%s\", stages: [tiers: {models: {low: free, middle: tiny, top: huge}, lambda: 1}]}"
                        .formatted(bundle),
                "free has no price");
    }

    private static void refused(String router, String why) throws IOException {
        Path own = Files.createTempDirectory(folder, "refused");
        String yaml = MODELS + "  free: {provider: sim, model: sim-weak}\nrouters:\n  default: " + router + "\n";
        assertThatThrownBy(() -> RunningProxy.start(own, yaml).close())
                .as(router)
                .hasMessageContaining(why);
    }
}
