package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** {@link Json#object} for one after another, by a writer and a buffer that are kept between them. For one thread. */
public final class JsonObjects {
    private static final int USUAL_BYTES = 4 << 10;
    /** A buffer that had to grow beyond this is not kept. */
    private static final int MOST_KEPT = 64 << 10;

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    private @Nullable JsonGenerator kept;

    /** One JSON object as UTF-8, without a newline. */
    public byte[] object(Json.Body body) {
        JsonGenerator json = kept;
        // A writer that failed halfway is not used again.
        kept = null;
        try {
            if (json == null) {
                bytes = new ByteArrayOutputStream(USUAL_BYTES);
                json = Json.generator(bytes);
            }
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] object = bytes.toByteArray();
        bytes.reset();
        kept = object.length > MOST_KEPT ? null : json;
        return object;
    }
}
