package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Requests and answers in Anthropic's protocol, with all that tends to get lost on the way. */
final class RandomExchanges {
    private static final String[] SCRAPS = {
        "a",
        "Hello ",
        "\n\n",
        "\"",
        "\\",
        "é",
        "漢字",
        "👩‍👩‍👧",
        "\u0000",
        "\u2028",
        "\t",
        "</script>",
        "{}",
        "data: ",
        " ",
        "ß",
        "\r\n"
    };

    private RandomExchanges() {}

    /** In the form in which the other direction writes it: lists of blocks, turns that alternate. */
    static ObjectNode request(Random random) {
        ObjectNode request = JsonTrees.object().put("model", "m").put("max_tokens", 1 + random.nextInt(9_999));
        if (random.nextBoolean()) {
            request.putArray("system").addAll(texts(random));
        }
        if (random.nextBoolean()) {
            request.set("temperature", number("0." + random.nextInt(10) + "0"));
        }
        if (random.nextBoolean()) {
            request.putArray("stop_sequences").add(text(random)).add("END");
        }
        if (random.nextBoolean()) {
            request.put("stream", true);
        }
        if (random.nextBoolean()) {
            request.putObject("metadata").put("user_id", text(random));
        }
        ArrayNode tools = request.putArray("tools");
        for (int i = 0; i <= random.nextInt(3); i++) {
            tools.addObject()
                    .put("name", "tool" + i)
                    .put("description", text(random))
                    .set("input_schema", object(random, 3));
        }
        ObjectNode choice = request.putObject("tool_choice")
                .put("type", List.of("auto", "any", "tool").get(random.nextInt(3)));
        if (choice.path("type").asText().equals("tool")) {
            choice.put("name", "tool0");
        }
        ArrayNode messages = request.putArray("messages");
        int turns = 1 + random.nextInt(6);
        int asked = 0;
        for (int i = 0; i < turns; i++) {
            if (i % 2 == 0) {
                messages.addObject().put("role", "user").set("content", userBlocks(random, asked));
            } else {
                asked = random.nextInt(3);
                messages.addObject().put("role", "assistant").set("content", answerBlocks(random, asked));
            }
        }
        return request;
    }

    private static ArrayNode userBlocks(Random random, int results) {
        ArrayNode blocks = JsonTrees.array();
        for (int i = 0; i < results; i++) {
            blocks.addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", "t" + i)
                    .set("content", texts(random));
        }
        if (results == 0 || random.nextBoolean()) {
            blocks.addAll(texts(random));
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            ObjectNode source = blocks.addObject().put("type", "image").putObject("source");
            if (random.nextBoolean()) {
                source.put("type", "base64").put("media_type", "image/webp").put("data", "aGVsbG8=");
            } else {
                source.put("type", "url").put("url", "https://example.com/" + random.nextInt() + "?a=b#c");
            }
        }
        return blocks;
    }

    private static ArrayNode answerBlocks(Random random, int calls) {
        ArrayNode blocks = calls == 0 || random.nextBoolean() ? texts(random) : JsonTrees.array();
        for (int i = 0; i < calls; i++) {
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", "t" + i)
                    .put("name", "tool" + i)
                    .set("input", object(random, 3));
        }
        return blocks;
    }

    /** An answer as the other direction writes it: one text at most, before the tools. */
    static ObjectNode message(Random random) {
        ObjectNode message = JsonTrees.object()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "m");
        int calls = random.nextInt(4);
        ArrayNode content = message.putArray("content");
        if (calls == 0 || random.nextBoolean()) {
            content.addObject().put("type", "text").put("text", text(random));
        }
        for (int i = 0; i < calls; i++) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", "t" + i)
                    .put("name", "tool" + i)
                    .set("input", object(random, 3));
        }
        message.put(
                "stop_reason",
                calls > 0 ? "tool_use" : List.of("end_turn", "max_tokens").get(random.nextInt(2)));
        message.putNull("stop_sequence");
        message.putObject("usage")
                .put("input_tokens", random.nextInt(1_000))
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", random.nextInt(1_000))
                .put("output_tokens", random.nextInt(1_000));
        return message;
    }

    private static ArrayNode texts(Random random) {
        ArrayNode texts = JsonTrees.array();
        for (int i = 0; i <= random.nextInt(2); i++) {
            texts.addObject().put("type", "text").put("text", text(random));
        }
        return texts;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < random.nextInt(12); i++) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
        }
        return text.toString();
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonTrees.object();
        for (int i = 0; i < random.nextInt(4); i++) {
            object.set("k" + i + text(random), value(random, depth));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> JsonTrees.string(text(random));
            case 1 -> number("1." + random.nextInt(1_000) + "0");
            case 2 ->
                JsonTrees.object()
                        .numberNode(new BigInteger("123456789012345678901234567890")
                                .add(BigInteger.valueOf(random.nextInt())));
            case 3 -> JsonTrees.object().booleanNode(random.nextBoolean());
            case 4 -> JsonTrees.object().nullNode();
            case 5 -> object(random, depth - 1);
            default -> JsonTrees.array().add(value(random, depth - 1)).add(value(random, depth - 1));
        };
    }

    private static JsonNode number(String digits) {
        return JsonTrees.object().numberNode(new BigDecimal(digits));
    }
}
