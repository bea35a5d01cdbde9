package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Web pages that have the browser of this machine ask the proxy, which asks nobody for a key. */
class LocalOnlyTest {
    private static final String MODELS = "models: {weak: {provider: sim, model: sim-weak}}\n";
    private static final String BODY = RunningProxy.chatBody("weak", "Hi", false);

    @TempDir
    private Path folder;

    private static String send(RunningProxy proxy, String line, String headers, String body) throws IOException {
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            return raw.send(line + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length()
                            + "\r\nConnection: close\r\n\r\n" + body)
                    .readAll();
        }
    }

    private static String chat(RunningProxy proxy, String headers) throws IOException {
        return send(proxy, "POST /v1/chat/completions", headers, BODY);
    }

    @Test
    void withoutKeysOnlyThisMachineByItsOwnNamesIsServed() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, MODELS)) {
            for (String host :
                    List.of("localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.3.2.1", "[::1]:8080", "[::1]")) {
                assertThat(chat(proxy, "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200");
                assertThat(chat(proxy, "Host: localhost\r\nOrigin: http://" + host + "\r\n"))
                        .startsWith("HTTP/1.1 200");
            }
            int served = proxy.provider().requests().size();
            for (String host : List.of(
                    "evil.example",
                    "127.0.0.1.evil.example:8080",
                    "localhost.evil.example",
                    "192.168.0.2",
                    "0.0.0.0",
                    "x")) {
                assertThat(chat(proxy, "Host: " + host + "\r\n"))
                        .startsWith("HTTP/1.1 403")
                        .contains("\"code\":\"not_local\"", "set `keys`", host);
            }
            for (String origin :
                    List.of("https://evil.example", "null", "http://localhost.evil.example", "http://[::2]")) {
                assertThat(chat(proxy, "Host: 127.0.0.1:8080\r\nOrigin: " + origin + "\r\n"))
                        .startsWith("HTTP/1.1 403")
                        .contains("Origin", origin);
            }
            assertThat(proxy.provider().requests()).hasSize(served);
        }
    }

    @Test
    void whatTheProxyKnowsIsNotForPagesEither() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, MODELS)) {
            for (String line : List.of("GET /metrics", "GET /health/ready", "GET /v1/models", "GET /v1/models/weak")) {
                assertThat(send(proxy, line, "Host: evil.example\r\n", "")).startsWith("HTTP/1.1 403");
                assertThat(send(proxy, line, "Host: localhost\r\n", "")).startsWith("HTTP/1.1 200");
            }
            assertThat(send(proxy, "POST /v1/route", "Host: evil.example\r\n", BODY))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void withKeysTheKeyIsWhatCounts() throws Exception {
        String keys = "keys: [{name: tester, sha256: %s}]\n".formatted(ClientKeys.hash(new Secret("tw-test-key")));
        try (RunningProxy proxy = RunningProxy.start(folder, MODELS + keys)) {
            String elsewhere = "Host: router.example\r\nOrigin: https://chat.example\r\n";
            assertThat(chat(proxy, elsewhere + "Authorization: Bearer tw-test-key\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(chat(proxy, elsewhere)).startsWith("HTTP/1.1 401");
        }
    }
}
