package dev.tierwise.serving.anthropic;

import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.api.Translation;
import java.time.InstantSource;

/** A client that speaks chat completions, a provider that speaks Anthropic's messages. */
final class ChatToMessages implements Translation {
    private final InstantSource clock;

    ChatToMessages(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public byte[] request(byte[] body) {
        return JsonTrees.bytes(ChatRequest.toMessages(JsonTrees.request(body)));
    }

    @Override
    public byte[] answer(byte[] body) throws MalformedAnswerException {
        return JsonTrees.bytes(
                MessagesAnswer.toChat(JsonTrees.answer(body), clock.instant().getEpochSecond()));
    }

    @Override
    public byte[] error(int status, byte[] body) {
        return ErrorShapes.toChat(status, body);
    }

    @Override
    public StreamTranslation stream(boolean usageAsked) {
        return new MessagesStream(usageAsked, clock.instant().getEpochSecond());
    }
}
