package dev.tierwise.serving.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model at several places, with several keys: a response is known where it was made, and nowhere else. */
class FollowUpPlacesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMES = 12;
    private static final String MODELS = """
            models:
              places:
                deployments:
                  - {provider: one, model: m}
                  - {provider: two, model: m}
                  - {provider: one, model: n}
              keys: {provider: keyed, model: m}
            """;

    private static final String UNKNOWN = "{'error':{'message':'Not found.','code':'previous_response_not_found'}}";
    private static final String WHOLE = "{'id':'ID','object':'response','status':'completed','output':[]}";
    private static final String EVENTS = """
            data: {'type':'response.created','response':{'id':'ID'}}

            data: {'type':'response.output_text.delta','delta':'Hi'}

            data: {'type':'response.completed','response':{'id':'ID'}}

            """;

    /** Where requests arrived, in order. */
    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

    private static HttpServer provider;
    private static RunningProxy proxy;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", FollowUpPlacesTest::answer);
        provider.start();
        proxy = RunningProxy.start(folder, providers("[key-1, key-2, key-3]") + MODELS);
    }

    private static String providers(String keys) {
        return """
              one: {base_url: "http://127.0.0.1:PORT/one/v1", api_key: one-key}
              two: {base_url: "http://127.0.0.1:PORT/two/v1", api_key: two-key}
              keyed: {base_url: "http://127.0.0.1:PORT/keyed/v1", api_keys: KEYS}
            """.replace("PORT", String.valueOf(provider.getAddress().getPort()))
                .replace("KEYS", keys);
    }

    /** Its ids begin with the place, which is all that an answer from there can be gone on from. */
    private static void answer(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody());
        String place = exchange.getRequestURI().getPath() + " "
                + exchange.getRequestHeaders().getFirst("authorization") + " "
                + body.path("model").asText();
        ASKED.add(place);
        String id = place + " " + ASKED.size();
        boolean known = body.path("previous_response_id").asText(place).startsWith(place);
        boolean stream = known && body.path("stream").asBoolean();
        byte[] answer = (!known ? UNKNOWN : stream ? EVENTS : WHOLE)
                .replace('\'', '"')
                .replace("ID", id)
                .getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", stream ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(known ? 200 : 400, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        provider.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"places,false", "places,true", "keys,false", "keys,true"})
    void areGoneOnFromWhereTheyWereMade(String model, boolean stream) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            String first = idOf(ask(model, stream, ""));
            String next = idOf(ask(model, stream, first));
            assertThat(placeOf(next)).isEqualTo(placeOf(first));
        }
        assertThat(ASKED.stream().distinct().count()).as("places").isGreaterThan(1);
    }

    @Test
    void areGoneOnFromWithAnotherKeyWhereTheirOwnIsNoMore() throws Exception {
        String first = idOf(ask("keys", false, ""));
        proxy.reload(providers("[another-key]") + MODELS);
        assertThat(ask("keys", false, first).body()).contains("previous_response_not_found");
        assertThat(ASKED).last().asString().contains("another-key");
        proxy.reload(providers("[key-1, key-2, key-3]") + MODELS);
        assertThat(ask("keys", false, first).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> ask(String model, boolean stream, String previous) throws Exception {
        String goesOn = previous.isEmpty() ? "" : ",\"previous_response_id\":\"" + previous + "\"";
        return proxy.send(
                "/v1/responses", "{\"model\":\"" + model + "\",\"input\":\"hi\",\"stream\":" + stream + goesOn + "}");
    }

    private static String idOf(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    }

    private static String placeOf(String id) {
        return id.substring(0, id.lastIndexOf(' '));
    }
}
