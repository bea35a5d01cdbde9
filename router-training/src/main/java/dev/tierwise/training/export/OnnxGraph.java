package dev.tierwise.training.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Builds a float32 ONNX graph node by node. Equal calls give equal bytes: names are numbered and no date is written.
 * Values are referred to by name.
 */
final class OnnxGraph {
    private static final int OPSET = 17;
    private static final String ML_DOMAIN = "ai.onnx.ml";
    private static final int ML_OPSET = 3;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph;
    private int next;
    private boolean hasTrees;

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** Declares the input {@code [N, columns]}. */
    String input(String name, long columns) {
        graph.addInput(matrix(name, columns));
        return name;
    }

    /** Declares an output {@code [N, columns]}. */
    void output(String name, long columns) {
        graph.addOutput(matrix(name, columns));
    }

    /** Declares the input {@code [N, L]} of some type, L free. */
    String list(String name, TensorProto.DataType type) {
        graph.addInput(value(name, type, dimension("N"), dimension("L")));
        return name;
    }

    /** A constant {@code [rows, columns]}, row by row. */
    String constant(int rows, int columns, float[] values) {
        return constant("constant_" + next++, rows, columns, values);
    }

    /** Whole numbers, as operators want them for axes. */
    String constant64(long value) {
        String name = "constant_" + next++;
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(1)
                .addInt64Data(value));
        return name;
    }

    /** A constant int8 {@code [rows, columns]}, each value rounded. */
    String bytes(String name, int rows, int columns, float[] values) {
        byte[] raw = new byte[values.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) Math.round(values[i]);
        }
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT8.getNumber())
                .addDims(rows)
                .addDims(columns)
                .setRawData(ByteString.copyFrom(raw)));
        return name;
    }

    /** A constant of a name of its own; without rows, a vector. */
    String constant(String name, int rows, int columns, float[] values) {
        if (values.length != Math.max(1, rows) * columns) {
            throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        if (rows > 0) {
            tensor.addDims(rows);
        }
        graph.addInitializer(tensor.addDims(columns).setRawData(ByteString.copyFrom(raw.array())));
        return name;
    }

    /** Adds a node and answers the name of its one output. */
    String node(String operator, String... inputs) {
        return named(operator + "_" + next++, operator, inputs);
    }

    /** Adds a node whose output has a name of its own. */
    String named(String output, String operator, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output));
        return output;
    }

    /** {@code A x B + C}. */
    String gemm(String a, String b, String c) {
        return node("Gemm", a, b, c);
    }

    /** Each value clipped to 0..1. */
    String hardSigmoid(String matrix) {
        String output = "HardSigmoid_" + next++;
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType("HardSigmoid")
                .addInput(matrix)
                .addOutput(output)
                .addAttribute(attribute("alpha", 1))
                .addAttribute(attribute("beta", 0)));
        return output;
    }

    /**
     * Takes in another graph, its inputs included where this one has none of the name, and answers the name of what the last node
     * before one of its outputs reads.
     *
     * @param output of the other graph, made by a node of the kind {@code operator}
     */
    String graftBefore(byte[] onnx, String output, String operator) {
        GraphProto other;
        try {
            ModelProto model = ModelProto.parseFrom(onnx);
            other = model.getGraph();
            hasTrees |= model.getOpsetImportList().stream()
                    .anyMatch(set -> set.getDomain().equals(ML_DOMAIN));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an ONNX graph: " + e.getMessage(), e);
        }
        Set<String> inputs =
                other.getInputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        other.getInputList().stream()
                .filter(input -> graph.getInputList().stream()
                        .noneMatch(known -> known.getName().equals(input.getName())))
                .forEach(graph::addInput);
        String prefix = "grafted_" + next++ + "_";
        UnaryOperator<String> renamed = name -> inputs.contains(name) ? name : prefix + name;
        other.getInitializerList()
                .forEach(constant ->
                        graph.addInitializer(constant.toBuilder().setName(renamed.apply(constant.getName()))));
        String before = null;
        for (NodeProto node : other.getNodeList()) {
            if (node.getOutputList().contains(output)) {
                if (!node.getOpType().equals(operator)) {
                    throw new IllegalArgumentException(
                            output + " is made by " + node.getOpType() + ", not " + operator);
                }
                before = renamed.apply(node.getInput(0));
            } else {
                NodeProto.Builder copy = node.toBuilder()
                        .setName(prefix + node.getName())
                        .clearInput()
                        .clearOutput();
                node.getInputList().forEach(name -> copy.addInput(renamed.apply(name)));
                node.getOutputList().forEach(name -> copy.addOutput(renamed.apply(name)));
                graph.addNode(copy);
            }
        }
        if (before == null) {
            throw new IllegalArgumentException("the graph has no node that makes " + output);
        }
        return before;
    }

    /** The values of two or more matrices side by side. */
    String concat(String... matrices) {
        String output = "Concat_" + next++;
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType("Concat")
                .addAllInput(List.of(matrices))
                .addOutput(output)
                .addAttribute(integer("axis", 1)));
        return output;
    }

    /** The sum of each row, {@code [N, 1]}. */
    String rowSums(String matrix) {
        return sums(matrix, true);
    }

    /** The sums over the second dimension, which stays as one of size 1 or goes. */
    String sums(String tensor, boolean stays) {
        String output = "ReduceSum_" + next++;
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType("ReduceSum")
                .addInput(tensor)
                .addInput(constant64(1))
                .addOutput(output)
                .addAttribute(integer("keepdims", stays ? 1 : 0)));
        return output;
    }

    /** The same numbers as float32. */
    String toFloat(String tensor) {
        String output = "Cast_" + next++;
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType("Cast")
                .addInput(tensor)
                .addOutput(output)
                .addAttribute(integer("to", TensorProto.DataType.FLOAT.getNumber())));
        return output;
    }

    /** Adds a {@code TreeEnsembleRegressor} with one output. */
    String trees(String matrix, TreeNodes trees) {
        hasTrees = true;
        String output = "Trees_" + next++;
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType("TreeEnsembleRegressor")
                .setDomain(ML_DOMAIN)
                .addInput(matrix)
                .addOutput(output)
                .addAllAttribute(trees.attributes()));
        return output;
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    byte[] toBytes() {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("tierwise")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET));
        if (hasTrees) {
            model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(ML_DOMAIN).setVersion(ML_OPSET));
        }
        return model.setGraph(graph).build().toByteArray();
    }

    private static ValueInfoProto matrix(String name, long columns) {
        return value(
                name,
                TensorProto.DataType.FLOAT,
                dimension("N"),
                TensorShapeProto.Dimension.newBuilder().setDimValue(columns).build());
    }

    private static TensorShapeProto.Dimension dimension(String free) {
        return TensorShapeProto.Dimension.newBuilder().setDimParam(free).build();
    }

    private static ValueInfoProto value(
            String name,
            TensorProto.DataType type,
            TensorShapeProto.Dimension rows,
            TensorShapeProto.Dimension columns) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(rows)
                                        .addDim(columns))))
                .build();
    }
}
