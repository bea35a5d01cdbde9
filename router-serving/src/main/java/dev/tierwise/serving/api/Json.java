package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tierwise.core.io.Decimals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** JSON without trees: the one parser factory for bytes of strangers, and small objects written by hand. */
public final class Json {
    /** Deepest nesting read of what a model says, the same wherever it is read. */
    public static final int ANSWER_DEPTH = 1_000;

    /** Factories are dear and thread-safe; depths come from the configuration and are few. */
    private static final Map<Integer, JsonFactory> BY_DEPTH = new ConcurrentHashMap<>();

    private Json() {}

    /**
     * Reads UTF-8 only. Lengths are bounded by the body's own limit, so that the parser's limits, which would refuse
     * long prompts and long numbers, are lifted; nesting is bounded here.
     */
    public static JsonFactory factory(int maxDepth) {
        return BY_DEPTH.computeIfAbsent(
                maxDepth, depth -> newFactory(depth, StreamReadConstraints.DEFAULT_MAX_TOKEN_COUNT));
    }

    /** The same for trees, which bound the number of names, values and brackets, too. */
    static JsonFactory newFactory(int maxDepth, long maxTokens) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxTokenCount(maxTokens)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    private static final JsonFactory WRITER = new JsonFactoryBuilder()
            // Between one object and the next of the same generator, which are taken apart anyway.
            .rootValueSeparator((String) null)
            .build();

    /** What writes the inside of an object. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** One JSON object as UTF-8, without a newline. */
    public static byte[] object(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
        try (JsonGenerator json = generator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * A member with three decimals: times of which a fourth would say nothing, for a fraction of what all sixteen cost.
     *
     * @param value finite, of a magnitude below 9e15
     */
    public static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Decimals.of(value, 3));
    }

    static JsonGenerator generator(OutputStream to) throws IOException {
        return WRITER.createGenerator(to);
    }

    /** A string as JSON, quotes included. */
    static byte[] quoted(String text) {
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] out = new byte[inner.length + 2];
        System.arraycopy(inner, 0, out, 1, inner.length);
        out[0] = '"';
        out[out.length - 1] = '"';
        return out;
    }
}
