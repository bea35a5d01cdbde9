package dev.tierwise.serving.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.Prompt.Turn;
import dev.tierwise.serving.testing.RandomJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestViewTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static RequestView chat(String body) {
        return RequestView.parse(Endpoint.CHAT, body.getBytes(UTF_8), 500);
    }

    private static String spliced(String body, boolean askUsage) {
        return new String(chat(body).bodyFor("m", askUsage), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"a\"} | {\"model\":\"m\"}",
                "{ \"x\" : 1, \"model\" : \"a\" , \"y\":2 } | { \"x\" : 1, \"model\" : \"m\" , \"y\":2 }",
                "{\"\\u006dodel\":\"a\"} | {\"\\u006dodel\":\"m\"}",
                "{\"x\":{\"model\":\"keep\"},\"model\":\"a\"} | {\"x\":{\"model\":\"keep\"},\"model\":\"m\"}",
                "{\"models\":[\"a\",\"b\"]} | {\"model\":\"m\"}",
                "{\"models\":[\"a\"],\"x\":1} | {\"model\":\"m\",\"x\":1}",
                "{\"model\":\"a\",\"models\":[\"b\"]} | {\"model\":\"m\"}",
                "{\"models\":[\"b\"] , \"model\":\"a\"} | { \"model\":\"m\"}",
                "{\"stream\":true,\"model\":\"a\"} | {\"stream\":true,\"model\":\"m\"}",
            })
    void rewritesOnlyWhatIsAddressedToTheRouter(String sent, String expected) {
        assertThat(spliced(sent, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"a\",\"stream\":true} | {\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":{},\"stream\":true,\"model\":\"a\"} | {\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"m\"}",
                "{\"stream_options\":null,\"stream\":true,\"model\":\"a\"} | {\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"m\"}",
                "{\"stream_options\":{\"x\":1},\"stream\":true,\"model\":\"a\"} | {\"stream_options\":{\"include_usage\":true,\"x\":1},\"stream\":true,\"model\":\"m\"}",
                "{\"stream_options\":{\"include_usage\":false},\"stream\":true,\"model\":\"a\"} | {\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"m\"}",
                "{\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"a\"} | {\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"m\"}",
                "{\"model\":\"a\",\"stream\":false} | {\"model\":\"m\",\"stream\":false}",
            })
    void asksForTheUsageOfStreamsOnly(String sent, String expected) {
        assertThat(spliced(sent, true)).isEqualTo(expected);
    }

    @Test
    void leavesEveryOtherByteOfARandomBodyAlone() throws IOException {
        for (long seed = 0; seed < 2_000; seed++) {
            RandomJson json = new RandomJson(seed);
            String body = json.chatBody();
            RequestView view = chat(body);
            String out = new String(view.bodyFor("other", false), UTF_8);
            int at = body.indexOf(RandomJson.MARK) - 1;
            assertThat(out)
                    .as("seed %d", seed)
                    .isEqualTo(body.substring(0, at) + "\"other\"" + body.substring(at + RandomJson.MARK.length() + 2));
            JsonNode tree = MAPPER.readTree(new String(view.bodyFor("other", true), UTF_8));
            JsonNode expected = MAPPER.readTree(out);
            if (view.stream()) {
                ((ObjectNode) expected).withObject("/stream_options").put("include_usage", true);
            }
            assertThat(tree).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void readsTheTurnsOfEveryShape() {
        String body = """
                {"model":"a","messages":[
                 {"role":"system","content":"be kind"},
                 {"content":[{"type":"text","text":"one"},{"type":"image_url","image_url":{"url":"data:x"}},
                             {"text":"two","type":"text"}],"role":"user"},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},
                 {"role":"tool","content":"42"},
                 {"role":"user","content":[{"type":"tool_result","content":"not mine"}]}]}
                """;
        assertThat(chat(body).prompt().turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, "be kind", 0),
                        new Turn(Role.USER, "one\ntwo", 1),
                        new Turn(Role.ASSISTANT, "", 0),
                        new Turn(Role.TOOL, "42", 0),
                        new Turn(Role.USER, "", 1));
        assertThat(RequestView.parse(Endpoint.RESPONSES, "{\"input\":\"hi\",\"instructions\":\"x\"}".getBytes(UTF_8), 9)
                        .prompt()
                        .turns())
                .isEqualTo(List.of(new Turn(Role.USER, "hi", 0), new Turn(Role.SYSTEM, "x", 0)));
        assertThat(RequestView.parse(Endpoint.EMBEDDINGS, "{\"input\":[1,2,3]}".getBytes(UTF_8), 9)
                        .prompt()
                        .turns())
                .isEmpty();
    }

    /** What a provider reads of several bounds nobody knows, and a bound that is passed over would cost nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            value = {
                "'max_tokens':5; 5",
                "'max_completion_tokens':100000,'max_tokens':1; 100000",
                "'max_tokens':1,'max_completion_tokens':100000; 100000",
                "'max_tokens':32000.0; 32000",
                "'max_tokens':12345678901234; 2147483647",
                "'max_tokens':-3; 0"
            })
    void theWidestBoundOfAnAnswerCounts(String bounds, int expected) {
        assertThat(chat(("{" + bounds + "}").replace('\'', '"')).maxOutput()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'response_format':{'json_schema':{'name':'n','schema':SCHEMA,'strict':true},'type':'json_schema'}}",
                "{'response_format':{'type':'json_object','schema':SCHEMA}}",
                "{'output_format':{'type':'json_schema','schema':SCHEMA}}",
                "{'output_config':{'effort':'low','format':{'type':'json_schema','schema':SCHEMA}}}",
                "{'text':{'verbosity':'low','format':{'type':'json_schema','schema':SCHEMA}},'user':1,'user':2}",
            })
    void findsTheSchemaOfTheAnswer(String body) {
        String schema = "{ \"type\": \"object\", \"title\": \"\u00e4\", \"schema\": {} }";
        RequestView view = chat(body.replace('\'', '"').replace("SCHEMA", schema));
        assertThat(view.schema()).contains(schema);
        assertThat(view.needs().contains(Capability.JSON_SCHEMA)).isEqualTo(body.contains("'type':'json_schema'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'schema':{},'json_schema':{'schema':{}}}",
                "{'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':true}}}",
                "{'response_format':{'json_schema':{'json_schema':{'schema':{}}},'x':{'schema':{}}}}",
                "{'text':{'schema':{},'format':[{'schema':{}}]}}",
                "{'output_config':{'type':'json_schema','schema':{}}}",
            })
    void findsNoSchemaWhereItDoesNotBelong(String body) {
        assertThat(chat(body.replace('\'', '"')).schema()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The body is empty",
                "[] | must be a JSON object",
                "{\"model\":1} | `model` must be a string, it is a number",
                "{\"model\":\"a\",\"model\":\"b\"} | `model` stands twice",
                "{\"model\":\"a\",\"stream\":\"yes\"} | `stream` must be true or false",
                "{\"model\":\"a\",\"messages\":{}} | `messages` must be a list",
                "{\"model\":\"a\",\"messages\":[1]} | `messages[0]` must be an object",
                "{\"model\":\"a\"}{} | more after the end",
                "{\"model\":\"a\" | not valid JSON",
                "{\"models\":[]} | `models` is empty",
            })
    void saysWhatIsWrongWithABody(String body, String message) {
        assertThatThrownBy(() -> chat(body))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((ApiException) e).status())
                .isEqualTo(400);
    }

    @Test
    void refusesDeepNestingAndOtherEncodings() {
        assertThatThrownBy(() -> chat("{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"))
                .hasMessageContaining("nested deeper than the 500 levels");
        assertThatThrownBy(() -> RequestView.parse(
                        Endpoint.CHAT, "{\"model\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16), 9))
                .hasMessageContaining("not valid JSON in UTF-8");
        byte[] invalid = "{\"model\":\"a\",\"x\":\"?\"}".getBytes(UTF_8);
        invalid[invalid.length - 3] = (byte) 0xff;
        assertThatThrownBy(() -> RequestView.parse(Endpoint.CHAT, invalid, 9)).hasMessageContaining("UTF-8");
    }
}
