package dev.tierwise.serving.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Check.Verdict;
import dev.tierwise.core.strategy.attempt.Completion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients' schemas, read as what they are: a stranger's. */
@Timeout(60)
class SchemaCheckTest {
    private static final String REFUSES_ALL = "{\"type\": \"object\", \"maxProperties\": 0}";
    private static final String ANSWER = "{\"city\": \"Oslo\", \"tall\": 3}";

    @TempDir
    private Path folder;

    private static Verdict look(String schema, String answer) {
        return new SchemaCheck().look(new Asked(Prompt.of("x"), schema), Answer.of(answer), Completion.NONE);
    }

    @Test
    void anAnswerIsHeldToTheSchema() {
        String schema = """
                {"type": "object", "required": ["city"], "additionalProperties": false,
                 "properties": {"city": {"type": "string"}, "tall": {"$ref": "#/$defs/size"}},
                 "$defs": {"size": {"type": "integer", "maximum": 4}}}""";

        assertThat(look(schema, ANSWER).accepted()).isTrue();
        assertThat(look(schema, "{\"tall\": 3}").why()).contains("city");
        assertThat(look(schema, "{\"city\": \"Oslo\", \"tall\": 5}").why()).contains("maximum");
        assertThat(look(schema, "{\"city\": \"Oslo\", \"old\": 5}").accepted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-06/schema",
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void thePublishedVersionsNeedNoLoading(String version) {
        String schema = "{\"$schema\": \"" + version + "\", \"type\": \"object\", \"required\": [\"old\"]}";

        assertThat(look(schema, "{\"old\": 1}").accepted()).isTrue();
        assertThat(look(schema, ANSWER).accepted()).isFalse();
    }

    @Test
    void nothingThatASchemaNamesIsLoaded() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = REFUSES_ALL.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String there = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
            String file = Files.writeString(folder.resolve("schema.json"), REFUSES_ALL)
                    .toUri()
                    .toString();
            for (String named : List.of(there, there + "#/$defs/y", file, "classpath:draft-07/schema")) {
                for (String schema : List.of(
                        "{\"$schema\": \"NAMED\"}",
                        "{\"$ref\": \"NAMED\"}",
                        "{\"$dynamicRef\": \"NAMED\"}",
                        "{\"$id\": \"NAMED\", \"$ref\": \"other.json\"}",
                        "{\"properties\": {\"city\": {\"$ref\": \"NAMED\"}}}",
                        "{\"$schema\": \"https://json-schema.org/draft/2019-09/schema\", \"$recursiveRef\": \"NAMED\"}",
                        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"$ref\": \"NAMED\"}",
                        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"id\": \"NAMED\", \"$ref\": \"y\"}")) {
                    assertThat(look(schema.replace("NAMED", named), ANSWER).accepted())
                            .as("%s, and nobody can read it but the provider", schema)
                            .isTrue();
                }
            }
        } finally {
            server.stop(0);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void expressionsAreNotLookedAt() {
        String endless = "\"" + "a".repeat(60) + "!\"";

        assertThat(look("{\"pattern\": \"(a+)+$\"}", endless).accepted()).isTrue();
        assertThat(look("{\"propertyNames\": {\"pattern\": \"(a+)+$\"}}", "{" + endless + ": 1}")
                        .accepted())
                .isTrue();
        assertThat(look(
                                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"patternProperties\":"
                                        + " {\"(a+)+$\": {\"type\": \"string\"}}, \"additionalProperties\": false}",
                                "{" + endless + ": 1}")
                        .accepted())
                .isTrue();
        assertThat(look("{\"properties\": {\"pattern\": {\"type\": \"integer\"}}}", "{\"pattern\": \"a\"}")
                        .accepted())
                .as("a property of that name is one like any other")
                .isFalse();
    }

    @Test
    void aSchemaThatNeverEndsRejectsTheAnswer() {
        String doubling = IntStream.range(0, 60)
                .mapToObj(i -> "\"d" + i + "\": {\"allOf\": [{\"$ref\": \"#/$defs/d" + (i + 1)
                        + "\"}, {\"$ref\": \"#/$defs/d" + (i + 1) + "\"}]}")
                .collect(Collectors.joining(", "));

        assertThat(look("{\"$ref\": \"#\"}", ANSWER).accepted()).isFalse();
        assertThat(look("{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}", ANSWER)
                        .accepted())
                .isFalse();
        assertThat(look("{\"$ref\": \"#/$defs/d0\", \"$defs\": {" + doubling + ", \"d60\": {}}}", ANSWER)
                        .accepted())
                .isFalse();
    }

    @Test
    void aSchemaThatCannotBeReadRejectsNothing() {
        for (String schema : List.of(
                "{\"type\": 7}",
                "{\"$ref\": 7}",
                "{\"properties\": []}",
                "{\"enum\": 7}",
                "{\"minimum\": \"x\"}",
                "{\"$ref\": \"#/none\"}",
                "{\"items\": \"x\"}",
                "{\"$schema\": \"\"}")) {
            assertThat(look(schema, ANSWER)).as(schema).isNotNull();
        }
    }
}
