package dev.tierwise.serving.anthropic;

import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_CHAT;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** There and back again nothing is lost: text, tools, images, numbers, order. */
class RoundTripTest {
    private static final int ROUNDS = 200;

    @Test
    void aRequestComesBackAsItWas() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            ObjectNode request = RandomExchanges.request(new Random(seed));
            byte[] back = TO_MESSAGES.request(TO_CHAT.request(JsonTrees.bytes(request)));
            assertThat(JsonTrees.request(back)).as("seed %d", seed).isEqualTo(request);
        }
    }

    @Test
    void anAnswerComesBackAsItWas() throws Exception {
        for (int seed = 0; seed < ROUNDS; seed++) {
            ObjectNode message = RandomExchanges.message(new Random(seed));
            byte[] back = TO_CHAT.answer(TO_MESSAGES.answer(JsonTrees.bytes(message)));
            assertThat(JsonTrees.answer(back)).as("seed %d", seed).isEqualTo(message);
        }
    }

    @Test
    void aStreamComesBackAsTheSameMessageHoweverTheProviderCutIt() throws Exception {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            ObjectNode message = RandomExchanges.message(random);
            byte[] chunks = translated(TO_MESSAGES.stream(true), events(message, random));
            byte[] events = translated(TO_CHAT.stream(true), chunks);
            assertThat(assembled(events)).as("seed %d", seed).isEqualTo(message);
        }
    }

    @Test
    void aStreamAndTheWholeAnswerSayTheSame() throws Exception {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            ObjectNode message = RandomExchanges.message(random);
            JsonNode whole = JsonTrees.answer(TO_MESSAGES.answer(JsonTrees.bytes(message)));
            StringBuilder text = new StringBuilder();
            Map<Integer, String> arguments = new HashMap<>();
            String finish = "";
            JsonNode usage = JsonTrees.object();
            for (ObjectNode chunk : data(translated(TO_MESSAGES.stream(true), events(message, random)))) {
                JsonNode choice = chunk.path("choices").path(0);
                text.append(choice.path("delta").path("content").asText(""));
                for (JsonNode call : choice.path("delta").path("tool_calls")) {
                    arguments.merge(
                            call.path("index").asInt(),
                            call.path("function").path("arguments").asText(),
                            String::concat);
                }
                finish = choice.path("finish_reason").asText(finish);
                usage = chunk.path("usage").isObject() ? chunk.path("usage") : usage;
            }
            JsonNode said = whole.path("choices").path(0);
            assertThat(text.toString())
                    .as("seed %d", seed)
                    .isEqualTo(said.path("message").path("content").asText(""));
            for (int i = 0; i < said.path("message").path("tool_calls").size(); i++) {
                String expected = said.path("message")
                        .path("tool_calls")
                        .path(i)
                        .path("function")
                        .path("arguments")
                        .asText();
                assertThat(arguments.get(i)).as("seed %d", seed).isEqualTo(expected);
            }
            assertThat(finish)
                    .as("seed %d", seed)
                    .isEqualTo(said.path("finish_reason").asText());
            assertThat(usage).as("seed %d", seed).isEqualTo(whole.path("usage"));
        }
    }

    /** The stream of a message, its texts cut at random. */
    private static byte[] events(ObjectNode message, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObjectNode start = message.deepCopy();
        start.putArray("content");
        start.putNull("stop_reason");
        ((ObjectNode) start.path("usage")).put("output_tokens", 1);
        EventData.named(JsonTrees.typed("message_start").set("message", start), out);
        for (int i = 0; i < message.path("content").size(); i++) {
            JsonNode block = message.path("content").path(i);
            boolean isText = block.path("type").asText().equals("text");
            ObjectNode empty = block.deepCopy();
            if (isText) {
                empty.put("text", "");
            } else {
                empty.putObject("input");
            }
            EventData.named(
                    JsonTrees.typed("content_block_start").put("index", i).set("content_block", empty), out);
            for (String piece :
                    cut(isText ? block.path("text").asText() : JsonTrees.text(block.path("input")), random)) {
                ObjectNode delta = isText
                        ? JsonTrees.typed("text_delta").put("text", piece)
                        : JsonTrees.typed("input_json_delta").put("partial_json", piece);
                EventData.named(
                        JsonTrees.typed("content_block_delta").put("index", i).set("delta", delta), out);
            }
            EventData.named(JsonTrees.typed("content_block_stop").put("index", i), out);
        }
        ObjectNode last = JsonTrees.typed("message_delta");
        last.putObject("delta").put("stop_reason", message.path("stop_reason").asText());
        last.putObject("usage").set("output_tokens", message.path("usage").path("output_tokens"));
        EventData.named(last, out);
        EventData.named(JsonTrees.typed("message_stop"), out);
        return out.toByteArray();
    }

    private static List<String> cut(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(5));
            end += end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static byte[] translated(StreamTranslation stream, byte[] events) throws MalformedAnswerException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Event event : new EventReader(Integer.MAX_VALUE).feed(events, events.length)) {
            out.writeBytes(stream.event(event.raw()));
        }
        out.writeBytes(stream.end());
        return out.toByteArray();
    }

    static List<ObjectNode> data(byte[] events) throws MalformedAnswerException {
        List<ObjectNode> data = new ArrayList<>();
        for (Event event : new EventReader(Integer.MAX_VALUE).feed(events, events.length)) {
            ObjectNode tree = EventData.read(event.raw());
            if (tree != null) {
                data.add(tree);
            }
        }
        return data;
    }

    /** What an SDK makes of a messages stream. */
    private static ObjectNode assembled(byte[] events) throws MalformedAnswerException {
        ObjectNode message = JsonTrees.object();
        Map<Integer, StringBuilder> inputs = new HashMap<>();
        for (ObjectNode event : data(events)) {
            switch (event.path("type").asText()) {
                case "message_start" -> message.setAll((ObjectNode) event.path("message"));
                case "content_block_start" -> {
                    assertThat(event.path("index").asInt())
                            .isEqualTo(message.path("content").size());
                    ((ArrayNode) message.path("content")).add(event.path("content_block"));
                }
                case "content_block_delta" -> {
                    ObjectNode block = (ObjectNode)
                            message.path("content").path(event.path("index").asInt());
                    JsonNode delta = event.path("delta");
                    if (delta.has("text")) {
                        block.put(
                                "text",
                                block.path("text").asText() + delta.path("text").asText());
                    } else {
                        inputs.computeIfAbsent(event.path("index").asInt(), i -> new StringBuilder())
                                .append(delta.path("partial_json").asText());
                    }
                }
                case "message_delta" -> {
                    message.setAll((ObjectNode) event.path("delta"));
                    message.set("usage", event.path("usage"));
                }
                default -> {}
            }
        }
        inputs.forEach((index, json) ->
                ((ObjectNode) message.path("content").path(index)).set("input", JsonTrees.parsed(json.toString())));
        return message;
    }
}
