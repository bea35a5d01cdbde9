package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code /v1/chat/completions}. */
final class ChatWire implements Wire {
    @Override
    public Ask ask(JsonNode body) {
        return Ask.read(body, "messages");
    }

    @Override
    public ObjectNode whole(Ask ask, Reply reply) {
        ObjectNode answer = head(ask, reply, "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (reply.calls().isEmpty()) {
            message.put("content", reply.text());
        } else {
            message.putNull("content");
            ArrayNode calls = message.putArray("tool_calls");
            reply.calls().forEach(call -> {
                ObjectNode node = calls.addObject().put("id", call.id()).put("type", "function");
                node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            });
        }
        message.putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", reply.finish().openAi());
        if (reply.usage() != null) {
            answer.set("usage", usage(reply.usage()));
        }
        return answer;
    }

    @Override
    public Script events(Ask ask, Reply reply) {
        List<byte[]> pieces = new ArrayList<>();
        for (String token : reply.tokens()) {
            pieces.add(chunk(ask, reply, Json.object().put("content", token), null));
        }
        for (int i = 0; i < reply.calls().size(); i++) {
            callPieces(ask, reply, i, pieces);
        }
        List<byte[]> closing = new ArrayList<>();
        closing.add(chunk(ask, reply, Json.object(), reply.finish().openAi()));
        if (ask.includeUsage() && reply.usage() != null) {
            ObjectNode last = head(ask, reply, "chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage(reply.usage()));
            closing.add(Json.event(last));
        }
        ObjectNode role = Json.object().put("role", "assistant").put("content", "");
        return new Script(Script.EVENTS, List.of(chunk(ask, reply, role, null)), pieces, closing, List.of(Script.DONE));
    }

    /** The call's name first, then its arguments bit by bit. */
    private static void callPieces(Ask ask, Reply reply, int index, List<byte[]> pieces) {
        Reply.ToolCall call = reply.calls().get(index);
        ObjectNode opening = Json.object();
        ObjectNode first = opening.putArray("tool_calls").addObject().put("index", index);
        first.put("id", call.id()).put("type", "function");
        first.putObject("function").put("name", call.name()).put("arguments", "");
        pieces.add(chunk(ask, reply, opening, null));
        for (String fragment : call.fragments()) {
            ObjectNode delta = Json.object();
            ObjectNode node = delta.putArray("tool_calls").addObject().put("index", index);
            node.putObject("function").put("arguments", fragment);
            pieces.add(chunk(ask, reply, delta, null));
        }
    }

    private static byte[] chunk(Ask ask, Reply reply, ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = head(ask, reply, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finish);
        if (ask.includeUsage()) {
            chunk.putNull("usage");
        }
        return Json.event(chunk);
    }

    private static ObjectNode head(Ask ask, Reply reply, String object) {
        return Json.object()
                .put("id", "chatcmpl-" + reply.key())
                .put("object", object)
                .put("created", CREATED)
                .put("model", ask.model())
                .put("system_fingerprint", "fp_simulated");
    }

    static ObjectNode usage(Usage usage) {
        ObjectNode node = Json.object()
                .put("prompt_tokens", usage.input())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.total());
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        node.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return node;
    }
}
