package dev.tierwise.serving.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonObjectsTest {
    private final JsonObjects objects = new JsonObjects();

    private String object(String name, String value) {
        return new String(objects.object(json -> json.writeStringField(name, value)), UTF_8);
    }

    @Test
    void eachObjectStandsAlone() {
        assertThat(object("a", "1")).isEqualTo("{\"a\":\"1\"}");
        assertThat(object("b", "2")).isEqualTo("{\"b\":\"2\"}");
    }

    @Test
    void oneThatFailsHalfwayLeavesNothingInTheNext() {
        assertThat(object("a", "1")).isEqualTo("{\"a\":\"1\"}");
        assertThatThrownBy(() -> objects.object(json -> {
                    json.writeStringField("half", "x".repeat(100_000));
                    json.writeObjectFieldStart("open");
                    throw new IllegalStateException("cannot be made");
                }))
                .hasMessage("cannot be made");
        assertThat(object("b", "2")).isEqualTo("{\"b\":\"2\"}");
    }

    @Test
    void aLongOneIsWholeAndTheNextIsToo() {
        String text = "ä\n".repeat(100_000);
        assertThat(object("long", text)).isEqualTo("{\"long\":\"" + "ä\\n".repeat(100_000) + "\"}");
        assertThat(object("b", "2")).isEqualTo("{\"b\":\"2\"}");
    }
}
