package dev.tierwise.core.score;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.onnx.OnnxModel.Shapes;
import dev.tierwise.core.onnx.Slots;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A head run by ONNX Runtime. Input and output tensors are made once and written to again and again: making one takes
 * ten times as long as running a linear head. Thread-safe.
 */
public final class OnnxScorer implements Scorer {
    /** The input, float32[N, d]. */
    public static final String FEATURES = "features";

    /** The output of a head for two tiers, float32[N, 1]. */
    public static final String WIN_PROBABILITY = "win_probability";

    /** The output of a head for several tiers, float32[N, T]. */
    public static final String TIER_QUALITY = "tier_quality";

    private final OnnxModel model;
    private final int inputs;
    private final int outputs;
    private final List<Slot> all;
    private final Slots<Slot> slots;

    private OnnxScorer(OnnxModel model, String output, int inputs, int outputs) {
        this.model = model;
        this.inputs = inputs;
        this.outputs = outputs;
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
            model.requireNoInputsBut(Set.of(FEATURES));
            int inputs = width(model, FEATURES, model.inputShape(FEATURES));
            for (String output : new String[] {WIN_PROBABILITY, TIER_QUALITY}) {
                long[] shape = model.outputShape(output);
                if (shape != null) {
                    return new OnnxScorer(model, output, inputs, width(model, output, shape));
                }
            }
            throw model.bad("gives neither \"" + WIN_PROBABILITY + "\" nor \"" + TIER_QUALITY + "\" but "
                    + model.outputNames());
        } catch (BadInputException e) {
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
    public void score(float[] features, float[] into) {
        if (features.length != inputs) {
            throw new IllegalArgumentException(features.length + " features given, the head reads " + inputs);
        }
        Slot slot = slots.take();
        try {
            slot.run(features, into);
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
            } catch (OrtException e) {
                throw new IllegalStateException("no tensor for the head", e);
            }
            this.bound = Map.of(FEATURES, inTensor);
            this.pinned = Map.of(output, outTensor);
        }

        void run(float[] features, float[] into) throws OrtException {
            in.put(0, features);
            // The result holds the pinned tensor alone and does not own it.
            session.run(bound, pinned).close();
            out.get(0, into, 0, outputs);
        }

        void close() {
            inTensor.close();
            outTensor.close();
        }
    }
}
