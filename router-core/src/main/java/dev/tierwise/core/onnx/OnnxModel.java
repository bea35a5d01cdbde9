package dev.tierwise.core.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.tierwise.core.io.BadInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph loaded for serving: one row a call, on the calling thread. A pool of threads inside the runtime would
 * make a single prompt a little faster and everything under load slower. Thread-safe.
 */
public final class OnnxModel implements AutoCloseable {
    private final String file;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    private OnnxModel(String file, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.file = file;
        this.environment = environment;
        this.session = session;
        this.inputs = session.getInputInfo();
        this.outputs = session.getOutputInfo();
    }

    /** Whether every call has inputs of the same shape. */
    public enum Shapes {
        /** The runtime plans its memory once. */
        FIXED,
        /** No plan is kept: there would be one for every prompt length. */
        VARYING
    }

    /**
     * Loads a graph.
     *
     * @param file its name, for messages
     * @throws BadInputException if the bytes are no ONNX graph that this runtime can run
     */
    public static OnnxModel open(byte[] onnx, String file, Shapes shapes) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        try (SessionOptions options = new SessionOptions()) {
            environment.setTelemetry(false);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setMemoryPatternOptimization(shapes == Shapes.FIXED);
            return new OnnxModel(file, environment, environment.createSession(onnx, options));
        } catch (OrtException e) {
            throw new BadInputException(file + " is not an ONNX model that can be run: " + e.getMessage(), e);
        }
    }

    public OrtEnvironment environment() {
        return environment;
    }

    public OrtSession session() {
        return session;
    }

    public boolean hasInput(String name) {
        return inputs.containsKey(name);
    }

    /** Names the inputs that are not among {@code known}, for a model that asks for more than can be given. */
    public void requireNoInputsBut(Set<String> known) {
        for (String input : inputs.keySet()) {
            if (!known.contains(input)) {
                throw bad("wants the input \"" + input + "\"; only "
                        + known.stream().sorted().toList() + " can be given");
            }
        }
    }

    /** Shape of an input, -1 for a free dimension. */
    public long[] inputShape(String name) {
        NodeInfo info = inputs.get(name);
        if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
            throw bad("has no tensor input \"" + name + "\"; its inputs are " + inputs.keySet());
        }
        return tensor.getShape();
    }

    /** Shape of an output, -1 for a free dimension, or null where there is no such tensor. */
    public long @Nullable [] outputShape(String name) {
        NodeInfo info = outputs.get(name);
        return info != null && info.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : null;
    }

    public Set<String> outputNames() {
        return outputs.keySet();
    }

    /** A problem of this model's file. */
    public BadInputException bad(String problem) {
        return new BadInputException(file + " " + problem);
    }

    /** Memory that native code and Java share, so that nothing is copied between them. */
    public static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the session of " + file + " did not close", e);
        }
    }
}
