package dev.tierwise.core.prompt.encoder;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.onnx.OnnxModel;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an encoder's graph reads and gives.
 *
 * @param output name of the output that is read
 * @param pooled whether that is [1, d] rather than one vector per token, [1, L, d]
 * @param dimension d
 */
public record EncoderGraph(OnnxModel model, String output, boolean pooled, int dimension) {
    static final String INPUT_IDS = "input_ids";
    static final String ATTENTION_MASK = "attention_mask";
    static final String TOKEN_TYPE_IDS = "token_type_ids";
    static final String HIDDEN = "last_hidden_state";

    /**
     * Finds the output and runs it once, since many models leave the dimension open.
     *
     * @param ids any prompt, best as long a one as the encoder is to read
     * @throws dev.tierwise.core.io.BadInputException if the model is no sentence encoder
     */
    static EncoderGraph of(OnnxModel model, int[] ids) {
        model.inputShape(INPUT_IDS);
        model.requireNoInputsBut(Set.of(INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS));
        String output = output(model);
        LongBuffer buffer = longs(ids.length);
        LongBuffer ones = ones(ids.length);
        LongBuffer zeros = longs(ids.length);
        for (int i = 0; i < ids.length; i++) {
            buffer.put(i, ids[i]);
        }
        try (Inputs inputs = Inputs.of(model, buffer, ones, zeros, ids.length);
                OrtSession.Result result = model.session().run(inputs.byName(), Set.of(output))) {
            if (result.get(0) instanceof OnnxTensor tensor) {
                long[] shape = tensor.getInfo().getShape();
                if (tensor.getInfo().type == OnnxJavaType.FLOAT
                        && (shape.length == 2 || (shape.length == 3 && shape[1] == ids.length))) {
                    return new EncoderGraph(model, output, shape.length == 2, Math.toIntExact(shape[shape.length - 1]));
                }
            }
            throw model.bad(
                    "gives \"" + output + "\" in a form that is neither float32[1, tokens, d] nor float32[1, d]");
        } catch (OrtException e) {
            throw model.bad("does not run as a sentence encoder for a text of " + ids.length
                    + " tokens (if it reads fewer," + " give it --max-tokens): " + e.getMessage());
        }
    }

    private static String output(OnnxModel model) {
        for (String name : new String[] {"sentence_embedding", HIDDEN, "token_embeddings"}) {
            if (model.outputShape(name) != null) {
                return name;
            }
        }
        throw model.bad("gives neither \"last_hidden_state\" nor \"sentence_embedding\" but " + model.outputNames());
    }

    static LongBuffer longs(int count) {
        return OnnxModel.direct(count * Long.BYTES).asLongBuffer();
    }

    static LongBuffer ones(int count) {
        LongBuffer ones = longs(count);
        for (int i = 0; i < count; i++) {
            ones.put(i, 1);
        }
        return ones;
    }

    /** The tensors of one call, over memory of the caller's. */
    record Inputs(Map<String, OnnxTensorLike> byName) implements AutoCloseable {
        static Inputs of(OnnxModel model, LongBuffer ids, LongBuffer ones, LongBuffer zeros, int length)
                throws OrtException {
            Inputs inputs = new Inputs(HashMap.newHashMap(3));
            inputs.add(model, INPUT_IDS, ids, length);
            inputs.add(model, ATTENTION_MASK, ones, length);
            inputs.add(model, TOKEN_TYPE_IDS, zeros, length);
            return inputs;
        }

        private void add(OnnxModel model, String name, LongBuffer values, int length) throws OrtException {
            if (model.hasInput(name)) {
                LongBuffer used = values.slice(0, length);
                byName.put(name, OnnxTensor.createTensor(model.environment(), used, new long[] {1, length}));
            }
        }

        @Override
        public void close() {
            byName.values().forEach(OnnxTensorLike::close);
        }
    }
}
