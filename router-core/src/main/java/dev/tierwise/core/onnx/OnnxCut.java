package dev.tierwise.core.onnx;

import dev.tierwise.core.io.BadInputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph cut short: what lies between its inputs and one tensor inside it, which the rest would have gone on from. The
 * tensor takes the name, and must have the shape, of the graph's output. For graphs without subgraphs.
 */
public final class OnnxCut {
    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int INITIALIZER = 5;
    private static final int INITIALIZER_NAME = 8;
    private static final int VALUE_INFO = 13;
    private static final int QUANTIZATION = 14;

    private final byte[] onnx;
    private final String tensor;
    private final String output;
    private final Set<String> needed = new HashSet<>();

    private OnnxCut(byte[] onnx, String tensor, String output) {
        this.onnx = onnx;
        this.tensor = tensor;
        this.output = output;
    }

    /**
     * The part of a graph up to a tensor.
     *
     * @param file its name, for messages
     * @param tensor the last one that is computed
     * @param output the one output of the graph, whose name and place it takes
     * @throws BadInputException where the bytes are no ONNX model or no node gives the tensor
     */
    public static byte[] at(byte[] onnx, String file, String tensor, String output) {
        try {
            OnnxCut cut = new OnnxCut(onnx, tensor, output);
            byte[] part = cut.part();
            if (!cut.needed.contains(tensor)) {
                throw new BadInputException(file + " cannot be cut: no node gives \"" + tensor + "\"");
            }
            return part;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new BadInputException(file + " is not an ONNX model: it ends too early", e);
        }
    }

    private byte[] part() {
        ByteArrayOutputStream part = new ByteArrayOutputStream(onnx.length);
        Message model = new Message(onnx, 0, onnx.length);
        while (model.next()) {
            if (model.field() == GRAPH) {
                write(part, GRAPH, graph(model.message()));
            } else {
                model.skip();
                model.copyTo(part);
            }
        }
        return part.toByteArray();
    }

    private byte[] graph(Message graph) {
        List<Message> nodes = new ArrayList<>();
        for (Message fields = graph.copy(); fields.next(); ) {
            if (fields.field() == NODE) {
                nodes.add(fields.message());
            } else {
                fields.skip();
            }
        }
        // A graph's nodes stand in the order in which they can run.
        Set<Integer> kept = new HashSet<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (isNeeded(nodes.get(i))) {
                kept.add(i);
                needed.addAll(texts(nodes.get(i), NODE_INPUT));
            }
        }
        ByteArrayOutputStream part = new ByteArrayOutputStream(onnx.length);
        int node = 0;
        while (graph.next()) {
            switch (graph.field()) {
                case NODE -> {
                    Message message = graph.message();
                    if (kept.contains(node++)) {
                        write(part, NODE, renamed(message));
                    }
                }
                case INITIALIZER -> {
                    if (needed.containsAll(texts(graph.message(), INITIALIZER_NAME))) {
                        graph.copyTo(part);
                    }
                }
                // What is known of tensors in between; not asked for, and some are gone.
                case VALUE_INFO, QUANTIZATION -> graph.skip();
                default -> {
                    graph.skip();
                    graph.copyTo(part);
                }
            }
        }
        return part.toByteArray();
    }

    private boolean isNeeded(Message node) {
        List<String> outputs = texts(node, NODE_OUTPUT);
        if (outputs.contains(tensor)) {
            needed.add(tensor);
        }
        return outputs.stream().anyMatch(needed::contains);
    }

    private byte[] renamed(Message node) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (Message fields = node.copy(); fields.next(); ) {
            if (fields.field() == NODE_OUTPUT && fields.text().equals(tensor)) {
                write(part, NODE_OUTPUT, output.getBytes(StandardCharsets.UTF_8));
            } else {
                if (fields.field() != NODE_OUTPUT) {
                    fields.skip();
                }
                fields.copyTo(part);
            }
        }
        return part.toByteArray();
    }

    private static List<String> texts(Message message, int field) {
        List<String> texts = new ArrayList<>();
        for (Message fields = message.copy(); fields.next(); ) {
            if (fields.field() == field) {
                texts.add(fields.text());
            } else {
                fields.skip();
            }
        }
        return texts;
    }

    private static void write(ByteArrayOutputStream to, int field, byte[] message) {
        to.write((field << 3) | Message.BYTES);
        for (int rest = message.length; ; rest >>>= 7) {
            if (rest < 0x80) {
                to.write(rest);
                break;
            }
            to.write((rest & 0x7f) | 0x80);
        }
        to.writeBytes(message);
    }
}
