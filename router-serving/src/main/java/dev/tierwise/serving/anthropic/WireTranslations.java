package dev.tierwise.serving.anthropic;

import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.Wire;
import java.time.InstantSource;

/** The translations there are. Immutable, thread-safe. */
public final class WireTranslations {
    private final Translation toChat = new MessagesToChat(true);
    private final Translation toChatWithoutUsage = new MessagesToChat(false);
    private final Translation toMessages;

    /**
     * For a server.
     *
     * @param clock for the {@code created} of chat completions, which Anthropic's answers do not have
     */
    public WireTranslations(InstantSource clock) {
        toMessages = new ChatToMessages(clock);
    }

    /** What stands between a client of one wire and a provider of the other. */
    public Translation between(Wire client, Provider provider) {
        if (client == provider.wire()) {
            throw new IllegalArgumentException("nothing to translate: both speak " + client);
        }
        if (client == Wire.OPENAI) {
            return toMessages;
        }
        return provider.askUsage() ? toChat : toChatWithoutUsage;
    }
}
