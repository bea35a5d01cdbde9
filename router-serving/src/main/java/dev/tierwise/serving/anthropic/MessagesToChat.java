package dev.tierwise.serving.anthropic;

import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.api.Trees;

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
        return Trees.bytes(MessagesRequest.toChat(Trees.request(body), askUsage));
    }

    @Override
    public byte[] answer(byte[] body) throws MalformedAnswerException {
        return Trees.bytes(ChatAnswer.toMessage(Trees.answer(body)));
    }

    @Override
    public byte[] error(int status, byte[] body) {
        return Errors.toMessages(status, body);
    }

    @Override
    public StreamTranslation stream(boolean usageAsked) {
        return new ChatStream();
    }
}
