package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.testing.ReplayedProvider;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in the many ways in which providers say them. Quotes are written as ' below. */
class ProviderErrorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "a-provider-key-of-some-length";

    @TempDir
    Path folder;

    private ReplayedProvider provider;
    private RunningProxy proxy;

    @BeforeEach
    void start() throws IOException {
        provider = ReplayedProvider.start();
        proxy = RunningProxy.start(
                folder, """
                  replayed: {base_url: "REPLAYED/v1", api_key: KEY}
                models:
                  alone: {provider: replayed, model: any}
                  another: {provider: replayed, model: any}
                  followed: {provider: replayed, model: any, fallbacks: [weak]}
                  weak: {provider: sim, model: sim-weak}
                retries: {backoff: 1ms}
                breaker: {failures: 1, cooldown_time: 1m}
                log: {access: false}
                """.replace("REPLAYED", provider.uri()).replace("KEY", KEY));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        provider.close();
    }

    private HttpResponse<String> respond(String code) throws Exception {
        provider.stream(
                "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"error\":null}}",
                "{\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"status\":\"failed\",\"error\":"
                        + "{\"code\":\"" + code + "\",\"message\":\"what was wrong\"}}}");
        return proxy.send("/v1/responses", "{\"model\":\"alone\",\"input\":\"Hi\",\"stream\":true}");
    }

    private static String message(HttpResponse<String> answer) throws IOException {
        return error(answer).path("message").asText();
    }

    private static JsonNode error(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_image", "image_too_large", "unsupported_image_media_type", "invalid_prompt"})
    void aResponseThatFailsByTheClientsOwnFaultIsToldAtOnce(String code) throws Exception {
        HttpResponse<String> answer = respond(code);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).path("code").asText()).isEqualTo(code);
        assertThat(message(answer)).isEqualTo("what was wrong");
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(proxy.get("/health/ready").body()).contains("\"alone@replayed/any\":\"CLOSED\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'detail':[{'loc':['body','top_k'],'msg':'Input should be valid'}]}",
                "{'object':'error','message':{'detail':[{'msg':'Input should be valid'}]},'type':'invalid_request'}",
                "[{'error':{'code':422,'message':'Input should be valid','status':'INVALID_ARGUMENT'}}]"
            })
    void aRefusalOfAnyShapeComesBackAsTheProviderPutIt(String body) throws Exception {
        String said = body.replace('\'', '"');
        provider.answer(422, said);
        HttpResponse<String> answer = proxy.chat("alone", "hi");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo(said);
        HttpResponse<String> translated = messages();
        assertThat(translated.statusCode()).isEqualTo(422);
        assertThat(message(translated)).contains("Input should be valid");
    }

    private HttpResponse<String> messages() throws Exception {
        return proxy.send(
                "/v1/messages",
                "{\"model\":\"alone\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @Test
    void aRefusalInNoShapeAtAllIsQuotedWithoutTheKey() throws Exception {
        provider.answer(413, "Too much: " + "x".repeat(980) + KEY + "x".repeat(2000));
        for (HttpResponse<String> answer : List.of(proxy.chat("alone", "hi"), messages())) {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(message(answer))
                    .contains("Too much")
                    .doesNotContain(KEY.substring(0, 5))
                    .hasSizeBetween(1000, 1100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aFailureInNoShapeAtAllIsQuotedWithoutTheKey(int status) throws Exception {
        provider.answer(status, "<html>Out of order: " + "x".repeat(970) + KEY + "x".repeat(2000));
        for (HttpResponse<String> answer : List.of(proxy.chat("another", "hi"), messages())) {
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(message(answer))
                    .contains("status " + status + ": <html>Out of order")
                    .doesNotContain(KEY.substring(0, 5))
                    .hasSizeBetween(1000, 1100);
        }
    }

    @Test
    void aFailureWithoutAWordIsItsStatus() throws Exception {
        provider.answer(500, " \n");

        assertThat(message(proxy.chat("alone", "hi"))).endsWith("status 500.");
    }

    @Test
    void anAnswerWhoseModelFailedIsNoAnswer() throws Exception {
        provider.answer(
                200,
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Half\"},"
                        + "\"finish_reason\":\"error\"}]}");

        assertThat(proxy.chat("followed", "hi").headers().firstValue("x-router-model"))
                .contains("weak");
    }

    @Test
    void aStreamWhoseModelFailedIsReplacedBeforeItsFirstWordAndBrokenOffBehindIt() throws Exception {
        String failed = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}";
        provider.stream(failed, "[DONE]");
        String asked = RunningProxy.chatBody("followed", "hi", true);
        assertThat(proxy.send("/v1/chat/completions", asked).headers().firstValue("x-router-model"))
                .contains("weak");

        provider.stream("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"}}]}", failed, "[DONE]");
        String late = RunningProxy.chatBody("alone", "hi", true);
        assertThat(proxy.send("/v1/chat/completions", late).body())
                .contains("Half", "\"error\":{\"message\":\"The answer broke off")
                .doesNotContain("DONE");
        assertThat(proxy.send(
                                "/v1/messages",
                                "{\"max_tokens\":9,"
                                        + RunningProxy.chatBody("another", "hi", true)
                                                .substring(1))
                        .body())
                .contains("Half", "event: error")
                .doesNotContain("end_turn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':'Client specified an invalid argument','error':'Incorrect API key provided: xa***ey.'}",
                "[{'error':{'code':400,'message':'API key not valid. Please pass a valid API key.',"
                        + "'status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}}]"
            })
    void aKeyThatIsRefusedWithAnotherStatusLeavesTheRequestToTheNextModel(String body) throws Exception {
        provider.answer(400, body.replace('\'', '"'));

        assertThat(proxy.chat("followed", "hi").headers().firstValue("x-router-model"))
                .contains("weak");
        HttpResponse<String> alone = proxy.chat("alone", "hi");
        assertThat(alone.statusCode()).isEqualTo(502);
        assertThat(alone.body()).contains("credentials_refused (400) after").doesNotContain("xa***ey");
    }
}
