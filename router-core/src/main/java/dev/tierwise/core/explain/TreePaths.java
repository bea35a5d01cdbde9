package dev.tierwise.core.explain;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The trees of a head, taken apart along the paths of a prompt: each step from a node to its child adds the difference
 * between the two to the feature that was asked, a node being worth the mean of its children. The differences and the
 * worth of the roots add up to the leaves exactly. After Saabas, <a
 * href="https://blog.datadive.net/interpreting-random-forests/">Interpreting random forests</a>, with children weighed alike,
 * since the graph does not say how many rows went where.
 */
final class TreePaths {
    /** What a step adds to the feature that was asked. */
    interface Steps {
        void add(int feature, double difference);
    }

    private record Place(long tree, long node) {}

    private sealed interface Node {
        double worth();
    }

    private record Leaf(double worth) implements Node {}

    private record Split(int feature, float threshold, Node less, Node otherwise) implements Node {
        @Override
        public double worth() {
            return (less.worth() + otherwise.worth()) / 2;
        }
    }

    private final List<Node> roots = new ArrayList<>();
    private final double base;

    TreePaths(OnnxConstants constants) {
        float[] bases = constants.treeFloats("base_values");
        double sum = bases.length == 0 ? 0 : bases[0];
        Reader reader = new Reader(constants);
        for (long tree : LongStream.of(reader.tree).distinct().toArray()) {
            Node root = reader.node(tree, 0);
            roots.add(root);
            sum += root.worth();
        }
        base = sum;
    }

    /** The nodes as the graph lists them. */
    private static final class Reader {
        private final long[] tree;
        private final long[] feature;
        private final long[] less;
        private final long[] otherwise;
        private final float[] values;
        private final Map<Place, Integer> index = new HashMap<>();
        private final Map<Place, Leaf> leaves = new HashMap<>();

        Reader(OnnxConstants constants) {
            tree = constants.treeIntegers("nodes_treeids");
            feature = constants.treeIntegers("nodes_featureids");
            less = constants.treeIntegers("nodes_truenodeids");
            otherwise = constants.treeIntegers("nodes_falsenodeids");
            values = constants.treeFloats("nodes_values");
            long[] node = constants.treeIntegers("nodes_nodeids");
            for (int i = 0; i < tree.length; i++) {
                index.put(new Place(tree[i], node[i]), i);
            }
            long[] leafTree = constants.treeIntegers("target_treeids");
            long[] leafNode = constants.treeIntegers("target_nodeids");
            float[] worth = constants.treeFloats("target_weights");
            for (int i = 0; i < worth.length; i++) {
                leaves.put(new Place(leafTree[i], leafNode[i]), new Leaf(worth[i]));
            }
        }

        Node node(long inTree, long number) {
            Place place = new Place(inTree, number);
            Leaf leaf = leaves.get(place);
            if (leaf != null) {
                return leaf;
            }
            int i = index.getOrDefault(place, -1);
            if (i < 0) {
                throw new BadInputException("a tree of the head has no node " + number);
            }
            return new Split((int) feature[i], values[i], node(inTree, less[i]), node(inTree, otherwise[i]));
        }
    }

    /** The worth of the roots, and what is added to the leaves. */
    double base() {
        return base;
    }

    /** @param inputs the features and, behind them, the components of the embedding */
    void walk(float[] inputs, Steps steps) {
        for (Node root : roots) {
            Node node = root;
            while (node instanceof Split split) {
                Node child = inputs[split.feature()] < split.threshold() ? split.less() : split.otherwise();
                steps.add(split.feature(), child.worth() - split.worth());
                node = child;
            }
        }
    }
}
