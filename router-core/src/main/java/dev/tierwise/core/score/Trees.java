package dev.tierwise.core.score;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The trees of a {@code TreeEnsembleRegressor} that compares with "less than" and sums its leaves. All are filled up to
 * the same depth, so that a walk is a fixed number of steps without a branch to guess: the children of node i are 2i + 1,
 * where its comparison holds, and 2i + 2. Immutable.
 */
final class Trees {
    private static final int MOST_LEVELS = 10;
    private static final int MOST_LEAVES = 1 << 20;

    private final int levels;
    private final int count;
    /** By tree and node. */
    private final int[] feature;

    private final float[] threshold;
    /** By tree and place among the leaves. */
    private final float[] leaf;

    private final float base;

    private Trees(int levels, int count, float base) {
        this.levels = levels;
        this.count = count;
        this.base = base;
        this.feature = new int[count * inner()];
        this.threshold = new float[count * inner()];
        this.leaf = new float[count << levels];
    }

    private int inner() {
        return (1 << levels) - 1;
    }

    /**
     * Reads them.
     *
     * @param width how many numbers they are given
     * @param file name of the graph, for messages
     * @throws BadInputException where they are not whole, or compare what they are not given
     */
    static Trees of(OnnxConstants constants, int width, String file) {
        Graph graph = new Graph(constants, width, file);
        int deepest = 0;
        for (int root : graph.roots) {
            deepest = Math.max(deepest, graph.depth(root, 0));
        }
        if ((long) graph.roots.length << deepest > MOST_LEAVES) {
            throw new BadInputException(file + " has " + graph.roots.length + " trees of up to " + deepest
                    + " levels, more than " + MOST_LEAVES + " leaves together");
        }
        float[] base = constants.treeFloats("base_values");
        Trees trees = new Trees(deepest, graph.roots.length, base.length == 0 ? 0 : base[0]);
        for (int t = 0; t < trees.count; t++) {
            trees.fill(t, 0, graph, graph.roots[t]);
        }
        return trees;
    }

    private void fill(int tree, int at, Graph graph, int node) {
        if (at >= inner()) {
            leaf[(tree << levels) + at - inner()] = graph.value[node];
        } else if (graph.isLeaf(node)) {
            // Wherever the walk goes from here, it ends in this leaf.
            fill(tree, 2 * at + 1, graph, node);
            fill(tree, 2 * at + 2, graph, node);
        } else {
            feature[tree * inner() + at] = graph.feature[node];
            threshold[tree * inner() + at] = graph.value[node];
            fill(tree, 2 * at + 1, graph, graph.whenLess[node]);
            fill(tree, 2 * at + 2, graph, graph.otherwise[node]);
        }
    }

    /** @param inputs the features and, behind them, their projection */
    float sum(float[] inputs) {
        float sum = base;
        int inner = inner();
        for (int tree = 0; tree < count; tree++) {
            int from = tree * inner;
            int at = 0;
            for (int level = 0; level < levels; level++) {
                int node = from + at;
                at = 2 * at + (inputs[feature[node]] < threshold[node] ? 1 : 2);
            }
            sum += leaf[(tree << levels) + at - inner];
        }
        return sum;
    }

    /** The nodes as the graph lists them. */
    private static final class Graph {
        private static final int LEAF = -1;
        private static final int MISSING = -2;
        private static final Set<String> MODES = Set.of("BRANCH_LT", "LEAF");

        final int[] roots;
        final int[] feature;
        /** A threshold, or what a leaf adds. */
        final float[] value;
        /** Where a comparison that holds leads; {@link #LEAF} in a leaf. */
        final int[] whenLess;

        final int[] otherwise;
        private final String file;

        private record Place(long tree, long node) {}

        Graph(OnnxConstants constants, int width, String file) {
            this.file = file;
            long[] tree = constants.treeIntegers("nodes_treeids");
            long[] node = constants.treeIntegers("nodes_nodeids");
            long[] features = constants.treeIntegers("nodes_featureids");
            long[] whenTrue = constants.treeIntegers("nodes_truenodeids");
            long[] whenFalse = constants.treeIntegers("nodes_falsenodeids");
            long[] targetTree = constants.treeIntegers("target_treeids");
            long[] targetNode = constants.treeIntegers("target_nodeids");
            float[] leaves = constants.treeFloats("target_weights");
            value = constants.treeFloats("nodes_values");
            int nodes = tree.length;
            boolean whole = nodes > 0
                    && IntStream.of(node.length, features.length, whenTrue.length, whenFalse.length, value.length)
                            .allMatch(length -> length == nodes)
                    && leaves.length == targetNode.length
                    && leaves.length == targetTree.length
                    // Every tree has a node, so there are no more of them.
                    && Arrays.stream(tree).allMatch(id -> id >= 0 && id <= tree[nodes - 1] && id < nodes);
            if (!whole) {
                throw new BadInputException(
                        file + " has no whole " + OnnxConstants.TREES + ", which a stacked head needs");
            }
            for (String numbers : List.of("nodes_values", "target_weights", "base_values")) {
                if (!OnnxConstants.areFinite(constants.treeFloats(numbers))) {
                    throw broken("an infinity or a NaN");
                }
            }
            if (!MODES.containsAll(constants.treeTexts("nodes_modes"))) {
                throw broken("a comparison other than " + MODES);
            }
            Map<Place, Integer> index = new HashMap<>();
            roots = new int[(int) tree[nodes - 1] + 1];
            Arrays.fill(roots, MISSING);
            for (int i = 0; i < nodes; i++) {
                index.put(new Place(tree[i], node[i]), i);
                if (node[i] == 0) {
                    roots[(int) tree[i]] = i;
                }
            }
            if (Arrays.stream(roots).anyMatch(root -> root == MISSING)) {
                throw broken("a tree without a root");
            }
            feature = new int[nodes];
            whenLess = new int[nodes];
            otherwise = new int[nodes];
            for (int i = 0; i < nodes; i++) {
                feature[i] = (int) features[i];
                whenLess[i] = index.getOrDefault(new Place(tree[i], whenTrue[i]), MISSING);
                otherwise[i] = index.getOrDefault(new Place(tree[i], whenFalse[i]), MISSING);
            }
            for (int i = 0; i < leaves.length; i++) {
                Integer leaf = index.get(new Place(targetTree[i], targetNode[i]));
                if (leaf == null) {
                    throw new BadInputException(file + " has a leaf without a node");
                }
                value[leaf] = leaves[i];
                whenLess[leaf] = LEAF;
            }
            for (int i = 0; i < nodes; i++) {
                if (!isLeaf(i) && (whenLess[i] == MISSING || otherwise[i] == MISSING)) {
                    throw broken("a node without one of its children");
                }
                if (!isLeaf(i) && (features[i] < 0 || features[i] >= width)) {
                    throw broken("a comparison of feature " + features[i] + " of " + width);
                }
            }
        }

        private BadInputException broken(String what) {
            return new BadInputException(
                    file + " has in its trees " + what + ": copy the bundle again or train it again");
        }

        boolean isLeaf(int node) {
            return whenLess[node] == LEAF;
        }

        int depth(int node, int above) {
            if (above > MOST_LEVELS) {
                throw new BadInputException(file + " has a tree of more than " + MOST_LEVELS + " levels");
            }
            return isLeaf(node) ? above : Math.max(depth(whenLess[node], above + 1), depth(otherwise[node], above + 1));
        }
    }
}
