package dev.tierwise.serving.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tierwise.serving.testing.Await;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a request that ends badly waits for, whom it blames and who is asked then. */
class EndingsTest {
    private static final String DELTA = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}";
    /** Twenty seconds of it. */
    private static final int BABBLE = 200;

    @TempDir
    Path folder;

    private HttpServer provider;
    private final AtomicInteger babbled = new AtomicInteger();

    @BeforeEach
    void startProvider() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        provider.createContext("/", this::answer);
        provider.start();
    }

    @AfterEach
    void stopProvider() {
        provider.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            if (asked.contains("\"silent\"")) {
                sleep(3_000);
                exchange.sendResponseHeaders(503, -1);
            } else if (asked.contains("\"babbles\"")) {
                stream(exchange);
                event(out, DELTA);
                event(out, "no JSON at all");
                for (; babbled.get() < BABBLE; babbled.incrementAndGet()) {
                    event(out, DELTA);
                    sleep(100);
                }
            } else if (asked.contains("\"floods\"")) {
                stream(exchange);
                while (true) {
                    event(out, DELTA.replace("Hi", "Hi ".repeat(10_000)));
                }
            } else {
                byte[] failed =
                        "{\"id\":\"r\",\"status\":\"failed\",\"output\":[],\"error\":{\"code\":\"server_error\",\"message\":\"out of order\"}}"
                                .getBytes(UTF_8);
                exchange.sendResponseHeaders(200, failed.length);
                out.write(failed);
            }
        }
    }

    private static void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private RunningProxy proxy(String yaml) throws IOException {
        return RunningProxy.start(
                folder,
                "  odd: {base_url: \"http://127.0.0.1:" + provider.getAddress().getPort() + "/v1\"}\n" + yaml);
    }

    @Test
    void aBrokenStreamIsBrokenOffAndNotReadToItsEnd() throws Exception {
        try (RunningProxy proxy = proxy("""
                models:
                  babbles: {provider: odd, model: babbles}
                """)) {
            HttpResponse<String> answer =
                    proxy.send("/v1/chat/completions", RunningProxy.chatBody("babbles", "hi", true));

            assertThat(answer.body()).contains("Hi", "The answer broke off");
            assertThat(babbled).as("events that its writer had no reader for").hasValueLessThan(BABBLE / 2);
        }
    }

    @Test
    void whoHadLittleOfTheTimeIsNotToBlameForIt() throws Exception {
        try (RunningProxy proxy = proxy("""
                models:
                  slow: {provider: odd, model: silent, fallbacks: [next], breaker: {failures: 100}}
                  next: {provider: odd, model: silent, breaker: {failures: 2}}
                  alone: {provider: odd, model: silent, timeouts: {total: 500ms}, breaker: {failures: 2}}
                timeouts: {connect: 100ms, answer: 700ms, total: 1s}
                retries: {num_retries: 0}
                """)) {
            for (int i = 0; i < 4; i++) {
                HttpResponse<String> answer = proxy.chat("slow", "hi");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
                assertThat(answer.body()).contains("answer_timeout", "total_timeout");
            }
            for (int i = 0; i < 2; i++) {
                assertThat(proxy.chat("alone", "hi").statusCode()).isEqualTo(504);
            }
            assertThat(proxy.get("/health/ready").body())
                    .contains("\"next@odd/silent\":\"CLOSED\"")
                    .as("who had all of it is")
                    .contains("\"alone@odd/silent\":\"OPEN\"");
        }
    }

    @Test
    void aFailedResponseIsAskedElsewhere() throws Exception {
        try (RunningProxy proxy = proxy("""
                models:
                  failing: {provider: odd, model: failing, fallbacks: [good]}
                  alone: {provider: odd, model: failing}
                  good: {provider: sim, model: sim-weak}
                retries: {num_retries: 0}
                """)) {
            HttpResponse<String> answer = proxy.send("/v1/responses", "{\"model\":\"failing\",\"input\":\"hi\"}");
            assertThat(answer.headers().firstValue("x-router-model")).contains("good");
            assertThat(answer.statusCode()).isEqualTo(200);

            HttpResponse<String> failed = proxy.send("/v1/responses", "{\"model\":\"alone\",\"input\":\"hi\"}");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).contains("out of order");
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsNoPlaceBeyondTheLimit() throws Exception {
        Path log = folder.resolve("decisions.jsonl");
        try (RunningProxy proxy = proxy("""
                        models:
                          floods: {provider: odd, model: floods, timeouts: {total: 1s}}
                        limits: {upload: 10m}
                        log: {decisions: "%s"}
                        """.formatted(log));
                RawHttp client = new RawHttp(proxy.uri("/"))) {
            String body = RunningProxy.chatBody("floods", "hi", true);
            client.post("/v1/chat/completions", body.length()).send(body).readUntil("200 OK");

            Await.until("the request is over", () -> Files.exists(log) && Files.size(log) > 0);
        }
    }

    @Test
    void aModelAtItsLimitIsAskedWhereNobodyElseAnswers() throws Exception {
        try (RunningProxy proxy = proxy("""
                models:
                  failing: {provider: sim, model: sim-500, fallbacks: [full]}
                  full: {provider: sim, model: sim-weak, rpm: 1}
                retries: {num_retries: 0}
                """)) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = proxy.chat("failing", "hi");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.headers().firstValue("x-router-model")).contains("full");
            }
        }
    }

    @Test
    void whatOneCannotSayIsNoRefusalWhereAnotherCouldLater() throws Exception {
        try (RunningProxy proxy = proxy("""
                models:
                  other: {provider: sim-anthropic, model: sim-weak, fallbacks: [down]}
                  down: {provider: sim, model: sim-500, breaker: {failures: 1, cooldown_time: 10m}}
                retries: {num_retries: 0}
                """)) {
            assertThat(proxy.chat("down", "hi").statusCode()).isEqualTo(500);

            HttpResponse<String> answer = proxy.send(
                    "/v1/chat/completions",
                    "{\"model\":\"other\",\"seed\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
        }
    }
}
