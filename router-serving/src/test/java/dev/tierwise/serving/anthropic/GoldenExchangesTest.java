package dev.tierwise.serving.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Written by hand: what one side says, and how the other must hear it. */
class GoldenExchangesTest {
    static final WireTranslations TRANSLATIONS =
            new WireTranslations(InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));
    static final Translation TO_CHAT = TRANSLATIONS.between(Wire.ANTHROPIC, provider(Wire.OPENAI, true));
    static final Translation TO_MESSAGES = TRANSLATIONS.between(Wire.OPENAI, provider(Wire.ANTHROPIC, true));

    @TestFactory
    List<DynamicTest> aRequestSaysTheSameInTheOtherProtocol() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode exchange : golden("requests.json")) {
            if (goes(exchange, "toChat")) {
                tests.add(same(exchange, "chat", TO_CHAT.request(JsonTrees.bytes(exchange.path("messages")))));
            }
            if (goes(exchange, "toMessages")) {
                tests.add(same(exchange, "messages", TO_MESSAGES.request(JsonTrees.bytes(exchange.path("chat")))));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> anAnswerSaysTheSameInTheOtherProtocol() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode exchange : golden("answers.json")) {
            if (goes(exchange, "toChat")) {
                tests.add(same(exchange, "chat", TO_MESSAGES.answer(JsonTrees.bytes(exchange.path("messages")))));
            }
            if (goes(exchange, "toMessages")) {
                tests.add(same(exchange, "messages", TO_CHAT.answer(JsonTrees.bytes(exchange.path("chat")))));
            }
        }
        return tests;
    }

    @Test
    void anErrorKeepsItsMessageAndTakesTheOtherShape() {
        byte[] openai = utf8(
                "{\"error\":{\"message\":\"slow down\",\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
        assertThat(text(TO_CHAT.error(429, openai)))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\"}}");
        byte[] anthropic = utf8(
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 9 > 8\"}}");
        assertThat(text(TO_MESSAGES.error(400, anthropic)))
                .isEqualTo("{\"error\":{\"message\":\"prompt is too long: 9 > 8\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":\"context_length_exceeded\"}}");
    }

    @Test
    void anErrorInNoKnownShapeIsNotPassedOn() {
        byte[] html = utf8("<html>internal-host-7 is down</html>");
        assertThat(text(TO_CHAT.error(502, html)))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                        + "\"message\":\"the provider answered with status 502\"}}");
        assertThat(text(TO_MESSAGES.error(503, html)))
                .contains("overloaded_error")
                .doesNotContain("internal-host");
    }

    @Test
    void usageIsNotAskedOfAProviderThatDoesNotKnowTheOption() {
        byte[] request = utf8("{\"model\":\"m\",\"max_tokens\":1,\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        Translation without = TRANSLATIONS.between(Wire.ANTHROPIC, provider(Wire.OPENAI, false));
        assertThat(text(TO_CHAT.request(request))).contains("include_usage");
        assertThat(text(without.request(request))).doesNotContain("stream_options");
    }

    private static Provider provider(Wire wire, boolean askUsage) {
        return new Provider(
                "p", wire, "http://127.0.0.1/v1", List.of(), Provider.Auth.BEARER, Map.of(), Map.of(), askUsage, 1);
    }

    private static DynamicTest same(JsonNode exchange, String side, byte[] translated) {
        return DynamicTest.dynamicTest(
                exchange.path("name").asText() + ", to " + side,
                () -> assertThat(JsonTrees.answer(translated)).isEqualTo(exchange.path(side)));
    }

    private static boolean goes(JsonNode exchange, String direction) {
        return exchange.path("only").asText(direction).equals(direction);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenExchangesTest.class.getResourceAsStream(name), name)) {
            return JsonTrees.request(utf8("{\"all\":" + new String(in.readAllBytes(), StandardCharsets.UTF_8) + "}"))
                    .path("all");
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
