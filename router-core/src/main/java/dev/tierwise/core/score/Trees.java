package dev.tierwise.core.score;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import java.util.HashMap;
import java.util.Map;

/**
 * The trees of a {@code TreeEnsembleRegressor} that compares with "less than" and sums its leaves, as flat arrays. A
 * feature beyond the given ones is a component of their projection.
 */
final class Trees {
    private final int[] roots;
    private final int[] feature;
    private final float[] value;
    /** Where a comparison that holds leads; -1 in a leaf. */
    private final int[] whenLess;

    private final int[] otherwise;
    private final float base;

    private Trees(int[] roots, int[] feature, float[] value, int[] whenLess, int[] otherwise, float base) {
        this.roots = roots;
        this.feature = feature;
        this.value = value;
        this.whenLess = whenLess;
        this.otherwise = otherwise;
        this.base = base;
    }

    static Trees of(OnnxConstants constants, String file) {
        long[] tree = constants.treeIntegers("nodes_treeids");
        long[] node = constants.treeIntegers("nodes_nodeids");
        long[] features = constants.treeIntegers("nodes_featureids");
        long[] whenTrue = constants.treeIntegers("nodes_truenodeids");
        long[] whenFalse = constants.treeIntegers("nodes_falsenodeids");
        float[] values = constants.treeFloats("nodes_values");
        long[] targetTree = constants.treeIntegers("target_treeids");
        long[] targetNode = constants.treeIntegers("target_nodeids");
        float[] leaves = constants.treeFloats("target_weights");
        int nodes = tree.length;
        if (nodes == 0 || values.length != nodes || leaves.length != targetNode.length) {
            throw new BadInputException(file + " has no whole " + OnnxConstants.TREES + ", which a stacked head needs");
        }
        Map<Place, Integer> index = new HashMap<>();
        int[] roots = new int[(int) tree[nodes - 1] + 1];
        for (int i = 0; i < nodes; i++) {
            index.put(new Place(tree[i], node[i]), i);
            if (node[i] == 0) {
                roots[(int) tree[i]] = i;
            }
        }
        int[] feature = new int[nodes];
        int[] less = new int[nodes];
        int[] more = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            feature[i] = (int) features[i];
            less[i] = index.getOrDefault(new Place(tree[i], whenTrue[i]), -1);
            more[i] = index.getOrDefault(new Place(tree[i], whenFalse[i]), -1);
        }
        for (int i = 0; i < leaves.length; i++) {
            Integer leaf = index.get(new Place(targetTree[i], targetNode[i]));
            if (leaf == null) {
                throw new BadInputException(file + " has a leaf without a node");
            }
            values[leaf] = leaves[i];
            less[leaf] = -1;
        }
        float[] base = constants.treeFloats("base_values");
        return new Trees(roots, feature, values, less, more, base.length == 0 ? 0 : base[0]);
    }

    private record Place(long tree, long node) {}

    /** @param components what stands behind the features, may be empty */
    float sum(float[] features, float[] components) {
        float sum = base;
        for (int root : roots) {
            int node = root;
            while (whenLess[node] >= 0) {
                int j = feature[node];
                float x = j < features.length ? features[j] : components[j - features.length];
                node = x < value[node] ? whenLess[node] : otherwise[node];
            }
            sum += value[node];
        }
        return sum;
    }
}
