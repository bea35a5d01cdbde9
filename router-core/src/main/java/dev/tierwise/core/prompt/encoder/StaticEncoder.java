package dev.tierwise.core.prompt.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.token.Tokenizer;
import dev.tierwise.core.prompt.token.TokenizerJson;
import dev.tierwise.core.prompt.token.WordPieceTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vector per token and their sum scaled to unit length: what {@code distill} makes of a sentence encoder. Computed in
 * plain Java from the constants of the same {@code encoder.onnx} that ONNX Runtime would run, with the same result up to
 * float32 rounding, in microseconds and without allocating. Thread-safe.
 *
 * <pre>
 * embedding = s / max(|s|, LEAST_NORM),  s = sum over the tokens t of SCALE[t] TABLE[t]
 * </pre>
 *
 * <p>A token's weight is part of its scale; special tokens have 0.
 */
public final class StaticEncoder implements PromptEncoder {
    /** The constant int8[V, d] or float32[V, d]. */
    public static final String TABLE = "static.table";

    /** The constant float32[V, 1]. */
    public static final String SCALE = "static.scale";

    /** Below this a sum is no direction. */
    public static final float LEAST_NORM = 1e-6f;

    private static final int ROWS = 4;

    private final EncoderSpec spec;
    private final Tokenizer tokenizer;
    private final float[] scale;
    private final byte @Nullable [] small;
    private final float @Nullable [] table;

    private StaticEncoder(
            EncoderSpec spec, Tokenizer tokenizer, float[] scale, byte @Nullable [] small, float @Nullable [] table) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.scale = scale;
        this.small = small;
        this.table = table;
    }

    /** Whether {@link #of} can read the graph: no other names a constant like this. */
    static boolean canRead(byte[] onnx) {
        return new String(onnx, StandardCharsets.ISO_8859_1).contains(SCALE);
    }

    /**
     * Reads a graph.
     *
     * @param onnx its bytes
     * @param file its name, for messages
     * @param json {@code tokenizer.json}
     * @param jsonFile its name, alike
     * @param maxTokens tokens read of a prompt, special ones included; at least 3
     * @throws BadInputException if a constant is missing, of the wrong size or not finite, or a token has no row
     */
    public static StaticEncoder of(byte[] onnx, String file, byte[] json, String jsonFile, int maxTokens) {
        OnnxConstants constants = OnnxConstants.read(onnx, file);
        float[] scale = constants.constant(SCALE);
        byte[] small = constants.bytes(TABLE);
        float[] table = constants.constant(TABLE);
        int values = small != null ? small.length : table != null ? table.length : 0;
        if (scale == null || scale.length == 0 || values == 0 || values % scale.length != 0) {
            throw new BadInputException(file + " has no whole constants \"" + TABLE + "\" and \"" + SCALE
                    + "\", which a static embedding needs");
        }
        if (!OnnxConstants.areFinite(scale) || (table != null && !OnnxConstants.areFinite(table))) {
            throw new BadInputException(file + " has an infinity or a NaN in \"" + TABLE + "\" or \"" + SCALE
                    + "\": copy the bundle or the encoder again, or distill it again");
        }
        JsonNode vocabulary = TokenizerJson.parse(json, jsonFile);
        if (!TokenizerJson.idsAreBelow(scale.length, vocabulary)) {
            throw new BadInputException(jsonFile + " has a token whose id is not in 0.." + (scale.length - 1)
                    + ", the rows of " + file + ": copy both again from where they belong together");
        }
        List<String> digests = Digests.sha256Running(onnx, json);
        EncoderSpec spec = new EncoderSpec(
                "static-" + digests.getFirst().substring(0, 12), digests.getLast(), values / scale.length, maxTokens);
        return new StaticEncoder(spec, TokenizerJson.open(vocabulary, json, jsonFile, maxTokens), scale, small, table);
    }

    @Override
    public EncoderSpec spec() {
        return spec;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void encode(int[] tokens, int count, float[] into, int offset) {
        pool(tokens, count, 0, Math.min(count, spec.maxTokens()), into, offset);
    }

    @Override
    public boolean poolsApart() {
        return tokenizer instanceof WordPieceTokenizer;
    }

    @Override
    public void encode(int[] tokens, int count, int options, float[] into, int offset) {
        int read = Math.min(count, spec.maxTokens());
        int split = options < read - 1 ? options : read;
        pool(tokens, count, 0, split, into, offset);
        pool(tokens, count, split, read, into, offset + spec.dimension());
    }

    /** Of the places read, the last is the closing token's, however many words stand before it. */
    private void pool(int[] tokens, int count, int from, int to, float[] into, int offset) {
        int d = spec.dimension();
        Objects.checkFromIndexSize(offset, d, into.length);
        Arrays.fill(into, offset, offset + d, 0);
        int words = Math.min(to, spec.maxTokens() - 1);
        int i = from;
        if (small != null) {
            for (; i + ROWS <= words; i += ROWS) {
                addFour(small, tokens, i, into, offset);
            }
        }
        for (; i < words; i++) {
            add(tokens[i], into, offset);
        }
        if (i < to) {
            add(tokens[count - 1], into, offset);
        }
        float squares = 0;
        for (int j = offset; j < offset + d; j++) {
            squares += into[j] * into[j];
        }
        float norm = (float) (1 / Math.max(Math.sqrt(squares), LEAST_NORM));
        for (int j = offset; j < offset + d; j++) {
            into[j] *= norm;
        }
    }

    /** The same sums in the same order as one row after the other, but each is loaded and stored once for all four. */
    private void addFour(byte[] rows, int[] tokens, int i, float[] into, int offset) {
        int d = spec.dimension();
        int a = tokens[i] * d;
        int b = tokens[i + 1] * d;
        int c = tokens[i + 2] * d;
        int e = tokens[i + 3] * d;
        float ofA = scale[tokens[i]];
        float ofB = scale[tokens[i + 1]];
        float ofC = scale[tokens[i + 2]];
        float ofE = scale[tokens[i + 3]];
        for (int j = 0; j < d; j++) {
            into[offset + j] =
                    into[offset + j] + ofA * rows[a + j] + ofB * rows[b + j] + ofC * rows[c + j] + ofE * rows[e + j];
        }
    }

    private void add(int token, float[] into, int offset) {
        int d = spec.dimension();
        int row = token * d;
        float factor = scale[token];
        if (small != null) {
            for (int j = 0; j < d; j++) {
                into[offset + j] += factor * small[row + j];
            }
        } else if (table != null) {
            for (int j = 0; j < d; j++) {
                into[offset + j] += factor * table[row + j];
            }
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
