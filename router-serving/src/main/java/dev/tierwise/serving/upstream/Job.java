package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.AnswerPlace;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and whom to ask.
 *
 * @param headers of the client's request that may cross; names in lower case
 * @param candidates in the order they are asked, not empty
 * @param maxCalls most calls that may be sent
 * @param maxHeld most bytes of one answer held in memory
 * @param place the only one that may be asked; null where all of the candidates' deployments may
 */
public record Job(
        RequestView view,
        List<Map.Entry<String, String>> headers,
        List<Model> candidates,
        int maxCalls,
        int maxHeld,
        @Nullable AnswerPlace place) {
    public Job {
        headers = List.copyOf(headers);
        candidates = List.copyOf(candidates);
    }

    /** The protocol the client speaks. */
    Wire wire() {
        return view.endpoint() == dev.tierwise.serving.api.Endpoint.MESSAGES ? Wire.ANTHROPIC : Wire.OPENAI;
    }

    /** Whether a provider of that wire can answer this endpoint: only chats are translated. */
    boolean answerable(Wire provider) {
        return switch (view.endpoint()) {
            case CHAT, MESSAGES -> true;
            case COMPLETIONS, RESPONSES, EMBEDDINGS -> provider == Wire.OPENAI;
        };
    }
}
