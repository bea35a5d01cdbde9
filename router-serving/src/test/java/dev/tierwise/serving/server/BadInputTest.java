package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a careless or hostile client gets: an error in OpenAI's shape, from a server that stays healthy. */
class BadInputTest {
    private static final Secret KEY = new Secret("tw-test-client-key");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    static Path folder;

    private static RunningProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        proxy = RunningProxy.start(folder, """
                keys: [{name: tester, sha256: %s, models: [small]}]
                models:
                  small: {provider: sim, model: sim-weak}
                  large: {provider: sim, model: sim-strong}
                limits: {max_body: 1MB, max_depth: 100, upload: 2s}
                """.formatted(ClientKeys.hash(KEY)));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    @AfterEach
    void stillHealthy() throws IOException, InterruptedException {
        assertThat(post("{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(proxy.get("/health/ready").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return proxy.send(proxy.post(CHAT, body)
                .header("authorization", "Bearer " + KEY.reveal())
                .build());
    }

    private static void assertError(int status, String code, String message, int found, String body)
            throws IOException {
        assertThat(found).as(body).isEqualTo(status);
        JsonNode error = JSON.readTree(body).path("error");
        assertThat(error.path("code").asText()).as(body).isEqualTo(code);
        assertThat(error.path("message").asText()).as(body).contains(message);
        assertThat(error.path("type").asText()).as(body).isNotEmpty();
        assertThat(body).doesNotContain(RunningProxy.PROVIDER_KEY).doesNotContain(KEY.reveal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400 | invalid_json | not valid JSON",
                "'' | 400 | invalid_json | empty",
                "null | 400 | invalid_json | must be a JSON object",
                "{\"model\":7} | 400 | invalid_type | `model` must be a string",
                "{\"model\":\"small\",\"messages\":\"hi\"} | 400 | invalid_type | must be a list",
                "{\"messages\":[]} | 400 | model_missing | There are: small",
                "{\"model\":\"huge\"} | 404 | model_not_found | There are: small",
                "{\"model\":\"large\"} | 403 | model_not_allowed | It may use: small",
                "{\"model\":\"router-x-2\"} | 404 | model_not_found | There are: small",
                "{\"model\":\"small\",\"models\":[\"nope\"]} | 404 | model_not_found | no model `nope`",
            })
    void isToldWhatIsWrong(String body, int status, String code, String message) throws Exception {
        HttpResponse<String> response = post(body);
        assertError(status, code, message, response.statusCode(), response.body());
        assertThat(response.headers().firstValue("x-router-decision-id")).isPresent();
    }

    @Test
    void needsAKeyThatIsKnown() throws Exception {
        HttpResponse<String> none = proxy.send(CHAT, "{}");
        assertError(401, "invalid_api_key", "No API key", none.statusCode(), none.body());
        HttpRequest wrong =
                proxy.post(CHAT, "{}").header("x-api-key", "tw-guess").build();
        HttpResponse<String> refused = proxy.send(wrong);
        assertError(401, "invalid_api_key", "not known", refused.statusCode(), refused.body());
        assertThat(refused.body()).doesNotContain("tw-guess");
        assertThat(proxy.get("/v1/models").statusCode()).isEqualTo(401);
    }

    @Test
    void findsNoSuchEndpoint() throws Exception {
        HttpResponse<String> get = proxy.get("/v1/nothing");
        assertError(
                404,
                "unknown_endpoint",
                "There is no GET here. There are: POST /v1/chat/completions, /v1/completions, /v1/responses,"
                        + " /v1/embeddings, /v1/messages, /v1/route; GET /v1/models, /health/live, /health/ready, /metrics.",
                get.statusCode(),
                get.body());
        HttpResponse<String> method = proxy.get(CHAT);
        assertError(405, "method_not_allowed", "POST /v1/chat/completions", method.statusCode(), method.body());
    }

    @Test
    void mayNotSendABodyBeyondTheBound() throws Exception {
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            String answer = raw.send("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY.reveal()
                            + "\r\nContent-Length: 31457280\r\n\r\n{")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 413").contains("body_too_long");
        }
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            raw.send("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY.reveal()
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            for (int i = 0; i < 17; i++) {
                raw.send(chunk);
            }
            assertThat(raw.readAll()).startsWith("HTTP/1.1 413").contains("body_too_long");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: -1 | 400",
                "Content-Length: 9223372036854775808 | 400",
                "Content-Length: 9223372036854775807 | 413",
                "Content-Length: 1, 2 | 400",
                "Content-Length: 2_Content-Length: 3 | 400",
                "Content-Length: 2_Transfer-Encoding: chunked | 400",
                "Content-Length: 1048577_Expect: 100-continue | 413",
            })
    void mayNotLieAboutALength(String headers, int status) throws Exception {
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            String answer = raw.send("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY.reveal() + "\r\n"
                            + headers.replace("_", "\r\n") + "\r\n\r\n{}")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\"error\"");
        }
    }

    @Test
    void isAskedForABodyItWaitsToSend() throws Exception {
        String body = RunningProxy.chatBody("small", "hi", false);
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            raw.send("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY.reveal()
                    + "\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(raw.send(body).readAll()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void mayNotSendHalfABodyNorTakeForEver() throws Exception {
        String head = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nx-api-key: " + KEY.reveal()
                + "\r\nContent-Length: 100\r\n\r\n{";
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            assertThat(raw.send(head).finish().readAll())
                    .startsWith("HTTP/1.1 400")
                    .contains("\"error\"");
        }
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            assertThat(raw.send(head).readAll()).startsWith("HTTP/1.1 408").contains("upload_too_slow");
        }
    }

    @Test
    void mayNotSendHeadersBeyondTheBound() throws Exception {
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            String answer = raw.send(
                            "GET /v1/models HTTP/1.1\r\nHost: x\r\nx-bomb: " + "b".repeat(100_000) + "\r\n\r\n")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 431").contains("\"error\"");
        }
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            assertThat(raw.send("NONSENSE\r\n\r\n").readAll())
                    .startsWith("HTTP/1.1 400")
                    .contains("\"error\"");
        }
    }

    @Test
    void mayNotNestWithoutEndNorSendOtherEncodings() throws Exception {
        HttpResponse<String> deep = post("{\"model\":\"small\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
        assertError(400, "invalid_json", "deeper than the 100 levels", deep.statusCode(), deep.body());
        byte[] latin = "{\"model\":\"small\",\"x\":\"grö\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpRequest request = HttpRequest.newBuilder(proxy.uri(CHAT))
                .header("x-api-key", KEY.reveal())
                .POST(HttpRequest.BodyPublishers.ofByteArray(latin))
                .build();
        HttpResponse<String> answer = proxy.send(request);
        assertError(400, "invalid_json", "UTF-8", answer.statusCode(), answer.body());
    }
}
