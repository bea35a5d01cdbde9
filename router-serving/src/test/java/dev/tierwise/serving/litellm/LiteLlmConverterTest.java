package dev.tierwise.serving.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.Breaker;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.config.Deployment;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteLlmConverterTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AZURE_API_BASE", "https://x.openai.azure.com",
            "AZURE_API_KEY", "a",
            "OPENAI_API_KEY", "o",
            "ANTHROPIC_API_KEY", "n",
            "GROQ_API_KEY", "g");

    @TempDir
    Path folder;

    @Test
    void whatComesOutLoadsAndSaysTheSame() throws IOException {
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert(example(), "litellm.yaml");
        Config config = load(converted.yaml());

        Model gpt = model(config, "gpt-4o");
        assertThat(gpt.deployments()).extracting(Deployment::model).containsExactly("my-gpt4o", "gpt-4o");
        assertThat(gpt.deployments()).extracting(Deployment::weight).containsExactly(3, 1);
        assertThat(gpt.deployments()).extracting(Deployment::rpm).containsExactly(480, null);
        assertThat(gpt.deployments()).extracting(Deployment::tpm).containsExactly(null, 100_000);
        Provider azure = gpt.deployments().getFirst().provider();
        assertThat(azure.endpoint("/chat/completions", "my-gpt4o"))
                .hasToString("https://x.openai.azure.com/openai/deployments/my-gpt4o/chat/completions"
                        + "?api-version=2024-08-01-preview");
        assertThat(azure.auth()).isEqualTo(Provider.Auth.API_KEY);
        assertThat(gpt.price())
                .isEqualTo(new Price(new BigDecimal("2.5"), new BigDecimal("1.25"), BigDecimal.valueOf(10)));
        assertThat(gpt.contextWindow()).isEqualTo(128_000);
        assertThat(gpt.capabilities()).containsExactlyInAnyOrder(Capability.TOOLS, Capability.VISION);
        assertThat(gpt.fallbacks()).containsExactly("claude");
        assertThat(gpt.timeouts().total()).isEqualTo(Duration.ofMinutes(2));
        assertThat(model(config, "gpt-4").deployments()).isEqualTo(gpt.deployments());
        assertThat(model(config, "gpt-4").fallbacks()).containsExactly("claude");
        assertThat(converted.yaml()).doesNotContain("!!");

        Model claude = model(config, "claude");
        assertThat(claude.deployments().getFirst().provider().wire()).isEqualTo(Wire.ANTHROPIC);
        assertThat(claude.retries().numRetries()).isZero();
        assertThat(claude.timeouts().firstToken()).isEqualTo(Duration.ofMillis(4_500));
        assertThat(claude.timeouts().total()).isEqualTo(Duration.ofMinutes(1));
        assertThat(claude.breaker().failures()).isEqualTo(4);
        assertThat(claude.breaker().cooldownTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(claude.breaker().minCalls()).isEqualTo(Breaker.DEFAULT.minCalls());
        assertThat(gpt.retries().numRetries()).isEqualTo(1);
        assertThat(model(config, "local").fallbacks()).containsExactly("claude");
        assertThat(config.models().keySet())
                .containsExactlyInAnyOrder("gpt-4o", "claude", "local", "embed", "model-router-x-y", "gpt-4");
    }

    @Test
    void whatCouldNotBeCarriedOverIsNamedWithItsLineThereAndInTheFile() throws IOException {
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert(example(), "litellm.yaml");

        assertThat(converted.notes())
                .contains(
                        "litellm.yaml:18: model_list[0].model_info.access_groups was not carried over",
                        "litellm.yaml:22: model_list[1].litellm_params.api_key is a key in plain text; the new file refers"
                                + " to ${OPENAI_API_KEY} in its place",
                        "litellm.yaml:24: model_list[1].litellm_params.temperature was not carried over",
                        "litellm.yaml:50: litellm_settings.drop_params was not carried over",
                        "litellm.yaml:54: litellm_settings.cache was not carried over",
                        "litellm.yaml:63: router_settings.redis_host was not carried over")
                .anyMatch(note -> note.contains("model_list[6]") && note.contains("bedrock/anthropic.claude"))
                .anyMatch(note -> note.contains("model_list[7] is a wildcard"))
                .anyMatch(note -> note.contains("\"router-x y\"") && note.contains("\"model-router-x-y\""))
                .anyMatch(note -> note.contains("from \"claude\" to \"gpt-4o\" in a circle"))
                .anyMatch(note -> note.contains("names \"nowhere\""))
                .anyMatch(note -> note.contains("context_window_fallbacks"))
                .anyMatch(note -> note.contains("general_settings.master_key"))
                .anyMatch(note -> note.contains("routing_strategy"));
        assertThat(converted.notes())
                .allSatisfy(note -> assertThat(converted.yaml()).contains("#   " + note));
        assertThat(converted.yaml()).doesNotContain("sk-proj-not-a-real-key").doesNotContain("sk-1234");
    }

    @Test
    void aHeaderInPlainTextIsReferredToAndNotRepeated() {
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert("""
                model_list:
                  - model_name: a
                    litellm_params:
                      model: openai/x
                      extra_headers: {Ocp-Apim-Subscription-Key: plain-secret, x-team: os.environ/TEAM}
                """, "x.yaml");

        assertThat(converted.yaml())
                .doesNotContain("plain-secret")
                .contains("Ocp-Apim-Subscription-Key: '${OPENAI_HEADER_OCP_APIM_SUBSCRIPTION_KEY}'")
                .contains("x-team: '${TEAM}'");
        assertThat(converted.notes())
                .containsExactly(
                        "x.yaml:5: model_list[0].litellm_params.extra_headers.Ocp-Apim-Subscription-Key is in plain text; the"
                                + " new file refers to ${OPENAI_HEADER_OCP_APIM_SUBSCRIPTION_KEY} in its place");
    }

    @Test
    void anOrganizationIsAHeaderForThoseWhoKnowItAndNamedElsewhere() {
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert("""
                model_list:
                  - {model_name: a, litellm_params: {model: openai/x, organization: org-1}}
                  - {model_name: b, litellm_params: {model: openai/x, organization: os.environ/ORG}}
                  - {model_name: c, litellm_params: {model: anthropic/x, organization: org-2}}
                  - {model_name: d, litellm_params: {model: azure/x, api_base: "https://d", organization: org-3}}
                  - {model_name: e, litellm_params: {model: openai/x, organization: [org-4, org-5]}}
                """, "x.yaml");

        assertThat(converted.yaml().lines().filter(line -> line.contains("OpenAI-Organization:")))
                .extracting(String::strip)
                .containsExactly("OpenAI-Organization: org-1", "OpenAI-Organization: '${ORG}'");
        assertThat(converted.notes())
                .hasSize(3)
                .anyMatch(note -> note.startsWith("x.yaml:4: model_list[2].litellm_params.organization "))
                .anyMatch(note -> note.startsWith("x.yaml:5: model_list[3].litellm_params.organization "))
                .anyMatch(note -> note.startsWith("x.yaml:6: model_list[4].litellm_params.organization "));
    }

    @Test
    void aListWhereOneValueIsExpectedIsNamed() {
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert("""
                model_list:
                  - {model_name: a, litellm_params: {model: openai/x, api_version: [v], timeout: {s: 1}}}
                """, "x.yaml");

        assertThat(converted.notes())
                .hasSize(2)
                .anyMatch(note -> note.startsWith("x.yaml:2: model_list[0].litellm_params.api_version "))
                .anyMatch(note -> note.startsWith("x.yaml:2: model_list[0].litellm_params.timeout "));
    }

    @Test
    void everyPlainKeyHasAVariableOfItsOwn() throws IOException {
        StringBuilder list = new StringBuilder("model_list:\n");
        for (String key :
                List.of("plain-1", "plain-2", "os.environ/OPENAI_API_KEY", "plain-1", "os.environ/OPENAI_API_KEY_3")) {
            list.append("  - {model_name: a, litellm_params: {model: openai/x, api_key: ")
                    .append(key)
                    .append("}}\n");
        }
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert(list.toString(), "x.yaml");

        Config config = ConfigLoader.load(
                        Files.writeString(folder.resolve("keys.yaml"), converted.yaml()),
                        Map.of(
                                "OPENAI_API_KEY",
                                "k",
                                "OPENAI_API_KEY_2",
                                "k2",
                                "OPENAI_API_KEY_3",
                                "k3",
                                "OPENAI_API_KEY_4",
                                "k4"))
                .config();
        assertThat(model(config, "a").deployments())
                .extracting(
                        deployment -> deployment.provider().apiKeys().getFirst().reveal())
                .containsExactly("k2", "k4", "k", "k2", "k3");
        assertThat(converted.notes()).hasSize(3).allMatch(note -> note.contains("is a key in plain text"));
    }

    @Test
    void aFileWithoutModelsIsRefusedWithTheReasons() {
        assertThatThrownBy(() -> LiteLlmConverter.convert("model_list: [{model_name: a}]", "x.yaml"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("x.yaml has no model_list")
                .hasMessageContaining("model_list[0] has no model_name or no litellm_params.model");
        assertThatThrownBy(() -> LiteLlmConverter.convert("a: [", "x.yaml"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("x.yaml is not YAML");
    }

    private Config load(String yaml) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, yaml);
        return ConfigLoader.load(file, ENVIRONMENT).config();
    }

    private static Model model(Config config, String id) {
        return Objects.requireNonNull(config.models().get(id), id);
    }

    private static String example() throws IOException {
        try (InputStream in = Objects.requireNonNull(LiteLlmConverterTest.class.getResourceAsStream("litellm.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
