package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients can do with connections alone, before a request is there to be refused. */
class ConnectionsTest {
    private static final String HEAD = "GET /health/live HTTP/1.1\r\nHost: x\r\n";

    @TempDir
    Path folder;

    private RunningProxy proxy(String limits) throws IOException {
        return RunningProxy.start(folder, """
                models:
                  small: {provider: sim, model: sim-weak}
                limits: {%s}
                """.formatted(limits));
    }

    @Test
    void aHeadThatComesByteForByteIsNotWaitedForLongerThanABody() throws Exception {
        try (RunningProxy proxy = proxy("upload: 1s");
                RawHttp slow = new RawHttp(proxy.server().uri())) {
            long start = System.nanoTime();
            // The end comes as a reset where a byte was still on its way.
            assertThatThrownBy(() -> {
                        slow.send(HEAD);
                        for (int i = 0; i < 100; i++) {
                            slow.send("x");
                            Thread.sleep(100);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
        }
    }

    @Test
    void aConnectionMayBeUsedForLongerThanAHeadMayTake() throws Exception {
        try (RunningProxy proxy = proxy("upload: 1s");
                RawHttp client = new RawHttp(proxy.server().uri())) {
            for (int i = 0; i < 4; i++) {
                // What is left of the body before comes first.
                assertThat(client.send(HEAD + "\r\n").readUntil("\r\n\r\n")).contains("HTTP/1.1 200");
                Thread.sleep(500);
            }
        }
    }

    @Test
    void whoConnectsBeyondTheBoundWaitsUntilAnotherHasGone() throws Exception {
        try (RunningProxy proxy = proxy("max_connections: 2");
                RawHttp first = new RawHttp(proxy.server().uri());
                RawHttp second = new RawHttp(proxy.server().uri())) {
            assertThat(first.send(HEAD + "\r\n").readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
            assertThat(second.send(HEAD + "\r\n").readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
            try (RawHttp third = new RawHttp(proxy.server().uri())) {
                third.send(HEAD + "\r\n").patience(Duration.ofMillis(500));
                assertThatThrownBy(() -> third.readUntil("\r\n\r\n")).isInstanceOf(SocketTimeoutException.class);
                first.finish();
                third.patience(Duration.ofSeconds(20));
                assertThat(third.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aClientMayWaitForAnAnswerForLongerThanItsOwnSilenceMayLast() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models: {slow: {provider: sim, model: sim-slow-headers-3000}}
                limits: {upload: 1s}
                """)) {
            assertThat(proxy.chat("slow", "Hi").statusCode()).isEqualTo(200);
        }
    }
}
