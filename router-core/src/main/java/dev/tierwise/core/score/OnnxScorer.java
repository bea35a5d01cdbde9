package dev.tierwise.core.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.onnx.OnnxModel.Shapes;
import dev.tierwise.core.onnx.Slots;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A head run by ONNX Runtime. Input and output tensors are made once and written to again and again: making one takes
 * ten times as long as running a linear head. Thread-safe.
 */
public final class OnnxScorer implements Scorer {
    /** The input, float32[N, d]. */
    public static final String FEATURES = "features";

    /** Rows of the words of a text, int32[N, L]; see {@link WordBag}. Given by heads that read words. */
    public static final String WORD_BUCKETS = "word_buckets";

    /** Their weights, float32[N, L], 0 behind the last word. */
    public static final String WORD_WEIGHTS = "word_weights";

    /** The output of a head for two tiers, float32[N, 1]. */
    public static final String WIN_PROBABILITY = "win_probability";

    /** The output of a head for several tiers, float32[N, T]. */
    public static final String TIER_QUALITY = "tier_quality";

    private final OnnxModel model;
    private final int inputs;
    private final int outputs;
    private final boolean words;
    private final List<Slot> all;
    private final Slots<Slot> slots;

    private OnnxScorer(OnnxModel model, String output, int inputs, int outputs) {
        this.model = model;
        this.inputs = inputs;
        this.outputs = outputs;
        this.words = model.hasInput(WORD_BUCKETS);
        this.all = IntStream.range(0, Slots.usualCount())
                .mapToObj(i -> new Slot(model, output, inputs, outputs))
                .toList();
        this.slots = new Slots<>(all);
    }

    /**
     * Loads a head.
     *
     * @param onnx bytes of {@code head.onnx}
     * @throws BadInputException if it is not an ONNX graph with the input and one of the outputs named here
     */
    public static OnnxScorer open(byte[] onnx) {
        OnnxModel model = OnnxModel.open(onnx, "head.onnx", Shapes.FIXED);
        try {
            model.requireNoInputsBut(Set.of(FEATURES, WORD_BUCKETS, WORD_WEIGHTS));
            if (model.hasInput(WORD_BUCKETS) != model.hasInput(WORD_WEIGHTS)) {
                throw model.bad("reads one of \"" + WORD_BUCKETS + "\" and \"" + WORD_WEIGHTS + "\" without the other");
            }
            int inputs = width(model, FEATURES, model.inputShape(FEATURES));
            for (String output : new String[] {WIN_PROBABILITY, TIER_QUALITY}) {
                long[] shape = model.outputShape(output);
                if (shape != null) {
                    return new OnnxScorer(model, output, inputs, width(model, output, shape));
                }
            }
            throw model.bad("gives neither \"" + WIN_PROBABILITY + "\" nor \"" + TIER_QUALITY + "\" but "
                    + model.outputNames());
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static int width(OnnxModel model, String name, long[] shape) {
        if (shape.length != 2 || shape[1] < 1) {
            throw model.bad("has \"" + name + "\" with the shape " + Arrays.toString(shape) + ", expected [N, width]");
        }
        return Math.toIntExact(shape[1]);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public boolean readsWords() {
        return words;
    }

    @Override
    public void score(float[] features, WordBag bag, float[] into) {
        if (features.length != inputs) {
            throw new IllegalArgumentException(features.length + " features given, the head reads " + inputs);
        }
        Slot slot = slots.take();
        try {
            slot.run(features, bag, into);
        } catch (OrtException e) {
            throw new IllegalStateException("the head did not run", e);
        } finally {
            slots.giveBack(slot);
        }
    }

    @Override
    public void close() {
        all.forEach(Slot::close);
        model.close();
    }

    private static final class Slot {
        private final OrtSession session;
        private final FloatBuffer in;
        private final FloatBuffer out;
        private final int outputs;
        private final @Nullable Words words;
        private final OnnxTensor inTensor;
        private final OnnxTensor outTensor;
        private final Map<String, OnnxTensor> bound;
        private final Map<String, OnnxTensor> pinned;

        Slot(OnnxModel model, String output, int inputs, int outputs) {
            this.session = model.session();
            this.outputs = outputs;
            this.in = OnnxModel.direct(inputs * Float.BYTES).asFloatBuffer();
            this.out = OnnxModel.direct(outputs * Float.BYTES).asFloatBuffer();
            try {
                this.inTensor = OnnxTensor.createTensor(model.environment(), in, new long[] {1, inputs});
                this.outTensor = OnnxTensor.createTensor(model.environment(), out, new long[] {1, outputs});
                this.words = model.hasInput(WORD_BUCKETS) ? new Words(model.environment()) : null;
            } catch (OrtException e) {
                throw new IllegalStateException("no tensor for the head", e);
            }
            this.bound = words == null
                    ? Map.of(FEATURES, inTensor)
                    : Map.of(FEATURES, inTensor, WORD_BUCKETS, words.bucketTensor, WORD_WEIGHTS, words.weightTensor);
            this.pinned = Map.of(output, outTensor);
        }

        void run(float[] features, WordBag bag, float[] into) throws OrtException {
            in.put(0, features);
            if (words != null) {
                words.put(bag);
            }
            // The result holds the pinned tensor alone and does not own it.
            session.run(bound, pinned).close();
            out.get(0, into, 0, outputs);
        }

        void close() {
            inTensor.close();
            outTensor.close();
            if (words != null) {
                words.close();
            }
        }
    }

    /** The words of one text as tensors, filled up with weights of 0. */
    private static final class Words {
        private static final long[] SHAPE = {1, WordCounter.MAX_ENTRIES};

        private final IntBuffer buckets =
                OnnxModel.direct(WordCounter.MAX_ENTRIES * Integer.BYTES).asIntBuffer();
        private final FloatBuffer weights =
                OnnxModel.direct(WordCounter.MAX_ENTRIES * Float.BYTES).asFloatBuffer();
        private final OnnxTensor bucketTensor;
        private final OnnxTensor weightTensor;
        private int used;

        Words(OrtEnvironment environment) throws OrtException {
            bucketTensor = OnnxTensor.createTensor(environment, buckets, SHAPE);
            weightTensor = OnnxTensor.createTensor(environment, weights, SHAPE);
        }

        void put(WordBag bag) {
            for (int i = 0; i < bag.size(); i++) {
                buckets.put(i, bag.bucket(i));
                weights.put(i, bag.weight(i));
            }
            for (int i = bag.size(); i < used; i++) {
                weights.put(i, 0);
            }
            used = bag.size();
        }

        void close() {
            bucketTensor.close();
            weightTensor.close();
        }
    }
}
