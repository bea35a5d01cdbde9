package dev.tierwise.training.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import dev.tierwise.training.head.TreesPart.Node;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Trees as the attributes of {@code ai.onnx.ml}'s TreeEnsembleRegressor, which lists nodes and leaves one by one. */
final class TreeNodes {
    private static final ByteString LESS = ByteString.copyFromUtf8("BRANCH_LT");
    private static final ByteString LEAF = ByteString.copyFromUtf8("LEAF");

    private final AttributeProto.Builder treeIds = integers("nodes_treeids");
    private final AttributeProto.Builder nodeIds = integers("nodes_nodeids");
    private final AttributeProto.Builder features = integers("nodes_featureids");
    private final AttributeProto.Builder whenTrue = integers("nodes_truenodeids");
    private final AttributeProto.Builder whenFalse = integers("nodes_falsenodeids");
    private final AttributeProto.Builder values = floats("nodes_values");
    private final AttributeProto.Builder modes =
            AttributeProto.newBuilder().setName("nodes_modes").setType(AttributeProto.AttributeType.STRINGS);
    private final AttributeProto.Builder targetTrees = integers("target_treeids");
    private final AttributeProto.Builder targetNodes = integers("target_nodeids");
    private final AttributeProto.Builder targets = integers("target_ids");
    private final AttributeProto.Builder weights = floats("target_weights");
    private final AttributeProto.Builder base = floats("base_values");

    /** @param column where in the graph's matrix a tree's feature stands */
    TreeNodes(Node[][] trees, double base, IntUnaryOperator column) {
        for (int t = 0; t < trees.length; t++) {
            for (int n = 0; n < trees[t].length; n++) {
                add(t, n, trees[t][n], column);
            }
        }
        this.base.addFloats((float) base);
    }

    private void add(int tree, int id, Node node, IntUnaryOperator column) {
        boolean leaf = node.feature() < 0;
        treeIds.addInts(tree);
        nodeIds.addInts(id);
        features.addInts(leaf ? 0 : column.applyAsInt(node.feature()));
        whenTrue.addInts(leaf ? 0 : node.whenLess());
        whenFalse.addInts(leaf ? 0 : node.otherwise());
        values.addFloats(leaf ? 0 : node.value());
        modes.addStrings(leaf ? LEAF : LESS);
        if (leaf) {
            targetTrees.addInts(tree);
            targetNodes.addInts(id);
            targets.addInts(0);
            weights.addFloats(node.value());
        }
    }

    List<AttributeProto> attributes() {
        return List.of(
                OnnxGraph.integer("n_targets", 1),
                treeIds.build(),
                nodeIds.build(),
                features.build(),
                whenTrue.build(),
                whenFalse.build(),
                values.build(),
                modes.build(),
                targetTrees.build(),
                targetNodes.build(),
                targets.build(),
                weights.build(),
                base.build());
    }

    private static AttributeProto.Builder integers(String name) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    }

    private static AttributeProto.Builder floats(String name) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
    }
}
