package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.AnswerPlace;
import dev.tierwise.serving.config.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The side of a relay that faces the client. For one request; nothing is sent before {@link #begin}. */
@FunctionalInterface
public interface ClientSide {
    /** Commits status and headers. The stream's {@code flush} reaches the network. */
    OutputStream begin(Head head) throws IOException;

    /**
     * What an answer begins with.
     *
     * @param contentType of what is written
     * @param headers of the provider's that may cross; names in lower case
     * @param model who answers
     * @param place where it does
     * @param attempts calls made so far, this one included
     * @param waitedNanos time of this request spent waiting for providers, and between asking them
     * @param length bytes of the whole answer, -1 where it comes in pieces
     * @param responseId the answer's own id, where it has said one by now
     */
    record Head(
            int status,
            String contentType,
            List<Map.Entry<String, String>> headers,
            Model model,
            AnswerPlace place,
            int attempts,
            long waitedNanos,
            long length,
            @Nullable String responseId) {}
}
