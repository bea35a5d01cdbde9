package dev.tierwise.serving.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.MalformedAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a held answer says, whole or streamed, in any of the protocols. For one answer. */
final class AnswerReader {
    private static final JsonMapper JSON = new JsonMapper(Json.factory(Json.ANSWER_DEPTH));

    private final StringBuilder text = new StringBuilder();
    private boolean toolCall;
    private boolean whole = true;
    private double logProbability;
    private int tokens;

    /** Reads an answer; one that cannot be read says nothing. */
    static Answer read(byte[] bytes, boolean stream) {
        AnswerReader reader = new AnswerReader();
        try {
            for (byte[] part : stream ? events(bytes) : List.of(bytes)) {
                JsonNode node = JSON.readTree(part);
                reader.openAi(node);
                reader.anthropic(node);
                reader.responses(node);
            }
        } catch (IOException | MalformedAnswerException e) {
            return new Answer("", false, false, OptionalDouble.empty());
        }
        return new Answer(
                reader.text.toString(),
                reader.toolCall,
                reader.whole,
                reader.tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(reader.logProbability / reader.tokens));
    }

    private static List<byte[]> events(byte[] bytes) throws MalformedAnswerException {
        EventReader reader = new EventReader(bytes.length + 1);
        List<Event> events = new ArrayList<>(reader.feed(bytes, bytes.length));
        events.add(reader.rest());
        return events.stream()
                .map(AnswerReader::data)
                .filter(data -> data.length > 0 && data[0] == '{')
                .toList();
    }

    private static byte[] data(@Nullable Event event) {
        byte[] data = event == null ? null : event.data();
        return data == null ? new byte[0] : data;
    }

    /** Chats and completions: the first choice counts. */
    private void openAi(JsonNode node) {
        JsonNode choice = node.path("choices").path(0);
        if (choice.path("index").asInt(0) != 0) {
            return;
        }
        JsonNode message = choice.has("message") ? choice.path("message") : choice.path("delta");
        text.append(message.path("content").asText(""))
                .append(choice.path("text").asText(""));
        toolCall |= message.path("tool_calls").size() > 0
                || message.path("function_call").isObject();
        stopped(choice.path("finish_reason").asText(""));
        for (JsonNode token : choice.path("logprobs").path("content")) {
            logProbability += token.path("logprob").asDouble();
            tokens++;
        }
    }

    private void anthropic(JsonNode node) {
        if (node.path("content").isArray()) {
            node.path("content").forEach(this::block);
        }
        text.append(node.path("delta").path("text").asText(""));
        toolCall |= node.path("content_block").path("type").asText("").equals("tool_use");
        stopped(node.path("stop_reason").asText(""));
        stopped(node.path("delta").path("stop_reason").asText(""));
    }

    private void block(JsonNode block) {
        text.append(block.path("text").asText(""));
        toolCall |= block.path("type").asText("").equals("tool_use");
    }

    /** The responses endpoint: a stream's last event holds the whole answer. */
    private void responses(JsonNode node) {
        JsonNode answer = node.has("response") ? node.path("response") : node;
        for (JsonNode item : answer.path("output")) {
            toolCall |= item.path("type").asText("").equals("function_call");
            item.path("content").forEach(part -> text.append(part.path("text").asText("")));
        }
        whole &= !answer.path("status").asText("").equals("incomplete");
    }

    private void stopped(String reason) {
        whole &= !reason.equals("length") && !reason.equals("max_tokens");
    }
}
