package dev.tierwise.serving.anthropic;

import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_CHAT;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_MESSAGES;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.api.Translation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulated provider answers the same question on either wire; so what a client gets through the translation must
 * be what it would have got on its own wire. Quotes are written as ' below.
 */
class OtherWireTest {
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'weather','parameters':"
            + "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer'}},'required':['city','days']}}}],"
            + "'tool_choice':'required',";
    private static final String SCHEMA =
            "'response_format':{'type':'json_schema','json_schema':{'name':'answer','schema':"
                    + "{'type':'object','properties':{'city':{'type':'string'}},'required':['city'],'additionalProperties':false}}},";
    private static final String IMAGE = "'messages':[{'role':'user','content':[{'type':'text','text':'What is this?'},"
            + "{'type':'image_url','image_url':{'url':'data:image/png;base64,aGVsbG8='}}]}]";
    private static final String ASKED =
            "'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'Weather?'},"
                    + "{'role':'assistant','content':null,'tool_calls':[{'type':'function','function':"
                    + "{'name':'weather','arguments':'{}'},'id':'";
    private static final String TOLD = "'}]},{'role':'tool','content':'20 degrees','tool_call_id':'";
    private static final String RESULT = ASKED + "call_1" + TOLD + "call_1'}]";
    private static final String ODD_ID = ASKED + "functions.weather:0" + TOLD + "functions.weather:0'}]";
    private static final String PLAIN = "'messages':[{'role':'user','content':'How do I boil an egg, 漢字 and all?'}]";

    private static SimulatedProvider provider;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException {
        provider = SimulatedProvider.start(SimulatedProvider.Options.defaults());
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN,
                TOOLS + PLAIN,
                SCHEMA + PLAIN,
                IMAGE,
                RESULT,
                ODD_ID,
                "'stop':[' ']," + PLAIN,
                "'max_tokens':3," + PLAIN
            })
    void aChatClientGetsTheSameAnswerFromAProviderOfTheOtherWire(String fields) throws Exception {
        byte[] chat = body(fields, false);
        ObjectNode own = JsonTrees.answer(post("/v1/chat/completions", chat));
        ObjectNode other = JsonTrees.answer(TO_MESSAGES.answer(post("/v1/messages", TO_MESSAGES.request(chat))));

        assertThat(said(other)).isEqualTo(said(own));
        assertThat(other.path("choices").path(0).path("finish_reason"))
                .isEqualTo(own.path("choices").path(0).path("finish_reason"));
        assertThat(other.path("usage").path("completion_tokens"))
                .isEqualTo(own.path("usage").path("completion_tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, TOOLS + PLAIN, SCHEMA + PLAIN, RESULT, "'max_tokens':3," + PLAIN})
    void aChatClientGetsTheSameStreamFromAProviderOfTheOtherWire(String fields) throws Exception {
        byte[] chat = body(fields, true);
        List<ObjectNode> own = chunks(post("/v1/chat/completions", chat));
        List<ObjectNode> other = chunks(streamed(TO_MESSAGES, post("/v1/messages", TO_MESSAGES.request(chat))));

        assertThat(said(assembled(other))).isEqualTo(said(assembled(own)));
        assertThat(finish(other)).isEqualTo(finish(own));
        assertThat(other.getLast().path("usage").path("completion_tokens"))
                .isEqualTo(own.getLast().path("usage").path("completion_tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, TOOLS + PLAIN, SCHEMA + PLAIN, IMAGE, RESULT, "'max_tokens':3," + PLAIN})
    void anAnthropicClientGetsTheSameAnswerFromAProviderOfTheOtherWire(String fields) throws Exception {
        byte[] messages = TO_MESSAGES.request(body(fields, false));
        ObjectNode own = JsonTrees.answer(post("/v1/messages", messages));
        ObjectNode other = JsonTrees.answer(TO_CHAT.answer(post("/v1/chat/completions", TO_CHAT.request(messages))));

        assertThat(blocks(other)).isEqualTo(blocks(own));
        assertThat(other.path("stop_reason")).isEqualTo(own.path("stop_reason"));
        assertThat(other.path("usage").path("output_tokens"))
                .isEqualTo(own.path("usage").path("output_tokens"));
    }

    /** Ids of tool calls differ by their prefix. */
    private static ObjectNode said(JsonNode answer) {
        ObjectNode message = answer.path("choices").path(0).path("message").deepCopy();
        message.retain("content", "tool_calls");
        message.path("tool_calls").forEach(call -> {
            ((ObjectNode) call).remove("id");
            String arguments = call.path("function").path("arguments").asText();
            ((ObjectNode) call.path("function")).set("arguments", JsonTrees.parsed(arguments));
        });
        return message;
    }

    private static ArrayNode blocks(JsonNode answer) {
        ArrayNode blocks = answer.path("content").deepCopy();
        blocks.forEach(block -> ((ObjectNode) block).remove("id"));
        return blocks;
    }

    private static JsonNode assembled(List<ObjectNode> chunks) {
        StringBuilder content = new StringBuilder();
        Map<Integer, ObjectNode> calls = new HashMap<>();
        for (ObjectNode chunk : chunks) {
            JsonNode delta = chunk.path("choices").path(0).path("delta");
            content.append(delta.path("content").asText(""));
            for (JsonNode part : delta.path("tool_calls")) {
                ObjectNode call = calls.computeIfAbsent(part.path("index").asInt(), i -> {
                    ObjectNode begun = JsonTrees.typed("function");
                    begun.putObject("function").put("name", "").put("arguments", "");
                    return begun;
                });
                ObjectNode function = (ObjectNode) call.path("function");
                for (String field : List.of("name", "arguments")) {
                    String more = part.path("function").path(field).asText("");
                    function.put(field, function.path(field).asText() + more);
                }
            }
        }
        ObjectNode answer = JsonTrees.object();
        ObjectNode message = answer.putArray("choices").addObject().putObject("message");
        message.put("content", content.toString());
        if (!calls.isEmpty()) {
            calls.values().forEach(message.putArray("tool_calls")::add);
        }
        return answer;
    }

    private static String finish(List<ObjectNode> chunks) {
        return chunks.stream()
                .map(chunk ->
                        chunk.path("choices").path(0).path("finish_reason").asText(""))
                .filter(reason -> !reason.isEmpty() && !reason.equals("null"))
                .reduce("", String::concat);
    }

    private static List<ObjectNode> chunks(byte[] stream) throws Exception {
        List<ObjectNode> chunks = new ArrayList<>();
        for (Event event : new EventReader(Integer.MAX_VALUE).feed(stream, stream.length)) {
            ObjectNode chunk = EventData.read(event.raw());
            if (chunk != null) {
                chunks.add(chunk);
            }
        }
        return chunks;
    }

    private static byte[] streamed(Translation translation, byte[] stream) throws Exception {
        StreamTranslation translated = translation.stream(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Event event : new EventReader(Integer.MAX_VALUE).feed(stream, stream.length)) {
            out.writeBytes(translated.event(event.raw()));
        }
        out.writeBytes(translated.end());
        return out.toByteArray();
    }

    private static byte[] body(String fields, boolean stream) {
        String streaming = stream ? "'stream':true,'stream_options':{'include_usage':true}," : "";
        return utf8(("{'model':'sim-strong'," + streaming + fields + "}").replace('\'', '"'));
    }

    private static byte[] post(String path, byte[] body) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(provider.uri().resolve(path))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer sim")
                        .header("x-api-key", "sim")
                        .header("anthropic-version", "2023-06-01")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(GoldenExchangesTest.text(answer.body()))
                .isEqualTo(200);
        return answer.body();
    }
}
