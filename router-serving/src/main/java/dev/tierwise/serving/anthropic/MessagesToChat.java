package dev.tierwise.serving.anthropic;

import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.api.Translation;

/** A client that speaks Anthropic's messages, a provider that speaks chat completions. */
final class MessagesToChat implements Translation {
    private final boolean askUsage;

    /**
     * For one kind of provider.
     *
     * @param askUsage whether its streams may be asked for their usage, which Anthropic's always tell
     */
    MessagesToChat(boolean askUsage) {
        this.askUsage = askUsage;
    }

    @Override
    public byte[] request(byte[] body) {
        return JsonTrees.bytes(MessagesRequest.toChat(JsonTrees.request(body), askUsage));
    }

    @Override
    public byte[] answer(byte[] body) throws MalformedAnswerException {
        return JsonTrees.bytes(ChatAnswer.toMessage(JsonTrees.answer(body)));
    }

    @Override
    public byte[] error(int status, byte[] body) {
        return ErrorShapes.toMessages(status, body);
    }

    @Override
    public StreamTranslation stream(boolean usageAsked) {
        return new ChatStream();
    }
}
