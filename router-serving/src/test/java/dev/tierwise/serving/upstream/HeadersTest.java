package dev.tierwise.serving.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void whatTheClientCallsAHeaderOfItsConnectionStaysHere() {
        assertThat(Headers.upstream(List.of(
                        Map.entry("connection", "keep-alive, X-Foo"),
                        Map.entry("connection", "X-Bar"),
                        Map.entry("x-foo", "1"),
                        Map.entry("x-bar", "2"),
                        Map.entry("x-other", "3"))))
                .containsExactly(Map.entry("x-other", "3"));
    }
}
