package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code /v1/completions}. */
final class CompletionsWire implements Wire {
    @Override
    public Ask ask(JsonNode body) {
        return Ask.read(body, "prompt");
    }

    @Override
    public ObjectNode whole(Ask ask, Reply reply) {
        ObjectNode answer = choice(ask, reply, reply.text(), reply.finish().openAi());
        if (reply.usage() != null) {
            answer.set("usage", ChatWire.usage(reply.usage()));
        }
        return answer;
    }

    @Override
    public Script events(Ask ask, Reply reply) {
        List<byte[]> pieces = reply.tokens().stream()
                .map(token -> Json.event(choice(ask, reply, token, null)))
                .toList();
        List<byte[]> closing = new ArrayList<>();
        closing.add(Json.event(choice(ask, reply, "", reply.finish().openAi())));
        if (ask.includeUsage() && reply.usage() != null) {
            ObjectNode last = head(ask, reply);
            last.putArray("choices");
            last.set("usage", ChatWire.usage(reply.usage()));
            closing.add(Json.event(last));
        }
        return new Script(Script.EVENTS, List.of(), pieces, closing, List.of(Script.DONE));
    }

    private static ObjectNode choice(Ask ask, Reply reply, String text, @Nullable String finish) {
        ObjectNode node = head(ask, reply);
        ObjectNode choice = node.putArray("choices").addObject().put("index", 0).put("text", text);
        choice.putNull("logprobs").put("finish_reason", finish);
        return node;
    }

    private static ObjectNode head(Ask ask, Reply reply) {
        return Json.object()
                .put("id", "cmpl-" + reply.key())
                .put("object", "text_completion")
                .put("created", CREATED)
                .put("model", ask.model());
    }
}
