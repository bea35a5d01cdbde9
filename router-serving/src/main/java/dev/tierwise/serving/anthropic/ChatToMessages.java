package dev.tierwise.serving.anthropic;

import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.api.Trees;
import java.time.InstantSource;

/** A client that speaks chat completions, a provider that speaks Anthropic's messages. */
final class ChatToMessages implements Translation {
    private final InstantSource clock;

    ChatToMessages(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public byte[] request(byte[] body) {
        return Trees.bytes(ChatRequest.toMessages(Trees.request(body)));
    }

    @Override
    public byte[] answer(byte[] body) throws MalformedAnswerException {
        return Trees.bytes(
                MessagesAnswer.toChat(Trees.answer(body), clock.instant().getEpochSecond()));
    }

    @Override
    public byte[] error(int status, byte[] body) {
        return Errors.toChat(status, body);
    }

    @Override
    public StreamTranslation stream(boolean usageAsked) {
        return new MessagesStream(usageAsked, clock.instant().getEpochSecond());
    }
}
