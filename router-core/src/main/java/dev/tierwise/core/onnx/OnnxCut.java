package dev.tierwise.core.onnx;

import dev.tierwise.core.io.BadInputException;
import java.nio.ByteBuffer;
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
    private static final int LONGEST_VARINT = 5;

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
        List<ByteBuffer> part = new ArrayList<>();
        Message model = new Message(onnx, 0, onnx.length);
        while (model.next()) {
            if (model.field() == GRAPH) {
                add(part, GRAPH, graph(model.message()));
            } else {
                model.skip();
                part.add(model.whole());
            }
        }
        ByteBuffer joined = ByteBuffer.allocate(length(part));
        part.forEach(joined::put);
        return joined.array();
    }

    /** What stays of the graph, where it stands: a model is large, and copied once. */
    private List<ByteBuffer> graph(Message graph) {
        Set<Integer> kept = keptNodes(graph.copy());
        List<ByteBuffer> part = new ArrayList<>();
        int node = 0;
        while (graph.next()) {
            switch (graph.field()) {
                case NODE -> {
                    Message message = graph.message();
                    if (kept.contains(node++)) {
                        add(part, NODE, renamed(message));
                    }
                }
                case INITIALIZER -> {
                    if (needed.containsAll(texts(graph.message(), INITIALIZER_NAME))) {
                        part.add(graph.whole());
                    }
                }
                // What is known of tensors in between; not asked for, and some are gone.
                case VALUE_INFO, QUANTIZATION -> graph.skip();
                default -> {
                    graph.skip();
                    part.add(graph.whole());
                }
            }
        }
        return part;
    }

    private Set<Integer> keptNodes(Message graph) {
        List<Message> nodes = new ArrayList<>();
        while (graph.next()) {
            if (graph.field() == NODE) {
                nodes.add(graph.message());
            } else {
                graph.skip();
            }
        }
        Set<Integer> kept = new HashSet<>();
        // A graph's nodes stand in the order in which they can run.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (isNeeded(nodes.get(i))) {
                kept.add(i);
                needed.addAll(texts(nodes.get(i), NODE_INPUT));
            }
        }
        return kept;
    }

    private boolean isNeeded(Message node) {
        List<String> outputs = texts(node, NODE_OUTPUT);
        if (outputs.contains(tensor)) {
            needed.add(tensor);
        }
        return outputs.stream().anyMatch(needed::contains);
    }

    private List<ByteBuffer> renamed(Message node) {
        List<ByteBuffer> part = new ArrayList<>();
        for (Message fields = node.copy(); fields.next(); ) {
            if (fields.field() == NODE_OUTPUT && fields.text().equals(tensor)) {
                add(part, NODE_OUTPUT, List.of(ByteBuffer.wrap(output.getBytes(StandardCharsets.UTF_8))));
            } else {
                if (fields.field() != NODE_OUTPUT) {
                    fields.skip();
                }
                part.add(fields.whole());
            }
        }
        return part;
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

    private static int length(List<ByteBuffer> parts) {
        return parts.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    private static void add(List<ByteBuffer> to, int field, List<ByteBuffer> message) {
        ByteBuffer head = ByteBuffer.allocate(1 + LONGEST_VARINT).put((byte) ((field << 3) | Message.BYTES));
        int rest = length(message);
        for (; rest >= 0x80; rest >>>= 7) {
            head.put((byte) (rest | 0x80));
        }
        to.add(head.put((byte) rest).flip());
        to.addAll(message);
    }
}
