package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;

/** What happens to a stream that breaks after its first byte. */
public enum StreamRecovery {
    /** It ends in an error event. */
    NONE,
    /** Another model carries on from the text so far. */
    CONTINUE,
    /** The answer is held until it is whole, so that nothing was sent yet. */
    BUFFER;

    static StreamRecovery read(Section section) {
        return section.get(
                "stream_recovery",
                Types.choice(StreamRecovery.class),
                NONE,
                "What happens to a stream that breaks: it ends in an error event, another model carries on, or answers"
                        + " are held until they are whole.");
    }
}
