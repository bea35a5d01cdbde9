package dev.tierwise.serving.anthropic;

import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.config.Wire;
import java.time.InstantSource;

/** The translations there are. Immutable, thread-safe. */
public final class WireTranslations {
    private final Translation toChat = new MessagesToChat();
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
    public Translation between(Wire client, Wire provider) {
        if (client == provider) {
            throw new IllegalArgumentException("nothing to translate: both speak " + client);
        }
        return client == Wire.ANTHROPIC ? toChat : toMessages;
    }
}
