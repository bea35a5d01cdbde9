package dev.tierwise.training.head;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.prompt.token.WordBag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Small boosted trees on the gain, by XGBoost: they see the surface features and the first principal components of the
 * embedding. Few rounds, few levels and few features per node, since more of any fits the topics of the training prompts
 * and loses those it has not seen.
 */
public final class TreesPart implements Part {
    /** Ensembles grown from other draws, whose mean is taken: it ranks topics left out better than one that is larger. */
    private static final int BAGS = 2;

    private static final int ROUNDS = 150;
    private static final Map<String, Object> PARAMETERS = Map.ofEntries(
            Map.entry("objective", "reg:squarederror"),
            Map.entry("eta", 0.06),
            Map.entry("max_depth", 3),
            Map.entry("min_child_weight", 40),
            Map.entry("lambda", 20),
            Map.entry("subsample", 0.5),
            Map.entry("colsample_bynode", 0.2),
            Map.entry("tree_method", "hist"),
            Map.entry("max_bin", 64),
            Map.entry("base_score", 0),
            Map.entry("nthread", 1),
            Map.entry("verbosity", 0));

    /** How many values to either side of a threshold may lie on the wrong one of it after it has been moved. */
    private static final int REACH = 8;

    /** A node of a tree: a leaf where {@code feature} is -1. */
    public record Node(int feature, float value, int whenLess, int otherwise) {}

    private final Projection projection;
    private final Node[][] trees;
    private final double base;

    private TreesPart(Projection projection, Node[][] trees, double base) {
        this.projection = projection;
        this.trees = trees;
        this.base = base;
    }

    /** Why trees cannot be grown on this machine, in a clause; empty where they can. */
    public static Optional<String> missing() {
        try {
            new DMatrix(new float[] {0}, 1, 1, Float.NaN).dispose();
            return Optional.empty();
        } catch (LinkageError | RuntimeException | XGBoostError e) {
            return Optional.of(
                    "XGBoost's native library does not load here: it wants an x86-64 processor and, on Linux,"
                            + " OpenMP (Debian's package libgomp1)");
        }
    }

    /** @param inputs {@link #inputs} of every row, in order */
    static TreesPart fit(Rows rows, float[][] inputs, Projection projection, long seed) {
        double total = Arrays.stream(rows.weight()).sum();
        double base = IntStream.range(0, rows.size())
                        .mapToDouble(i -> rows.weight()[i] * rows.gain()[i])
                        .sum()
                / total;
        float[][] values = values(inputs, projection.size());
        Node[][] trees = grown(rows, inputs, base, seed).stream()
                .map(tree -> nodes(tree, values))
                .toArray(Node[][]::new);
        return new TreesPart(projection, trees, base);
    }

    /** The trees of all ensembles as JSON. All are grown from one matrix: to sort the inputs into bins takes a while. */
    private static List<String> grown(Rows rows, float[][] inputs, double base, long seed) {
        try {
            DMatrix matrix = matrix(rows, inputs, base);
            try {
                List<String> trees = new ArrayList<>();
                for (int bag = 0; bag < BAGS; bag++) {
                    trees.addAll(List.of(grow(matrix, (int) seed + bag)));
                }
                return trees;
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost grew no trees", e);
        }
    }

    /** What XGBoost learns from: the inputs, how far each gain is from the mean, the weights. */
    private static DMatrix matrix(Rows rows, float[][] inputs, double base) throws XGBoostError {
        int width = inputs[0].length;
        float[] flat = new float[inputs.length * width];
        float[] gain = new float[inputs.length];
        float[] weight = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            System.arraycopy(inputs[i], 0, flat, i * width, width);
            gain[i] = (float) (rows.gain()[i] - base);
            weight[i] = (float) rows.weight()[i];
        }
        DMatrix matrix = new DMatrix(flat, inputs.length, width, Float.NaN);
        matrix.setLabel(gain);
        matrix.setWeight(weight);
        return matrix;
    }

    /** One ensemble. */
    private static String[] grow(DMatrix matrix, int seed) throws XGBoostError {
        Map<String, Object> parameters = new HashMap<>(PARAMETERS);
        parameters.put("seed", seed);
        Booster booster = XGBoost.train(matrix, parameters, ROUNDS, Map.of(), null, null);
        try {
            return booster.getModelDump("", false, "json");
        } finally {
            booster.dispose();
        }
    }

    /** What the trees see of a row: its surface features, then the components of its embedding. */
    static float[] inputs(float[] features, Projection projection) {
        int surface = SurfaceFeatures.NAMES.size();
        float[] inputs = Arrays.copyOfRange(
                features, projection.dimension(), projection.dimension() + surface + projection.size());
        System.arraycopy(projection.apply(features), 0, inputs, surface, projection.size());
        return inputs;
    }

    private static Node[] nodes(String tree, float[][] values) {
        JsonNode root;
        try {
            root = new JsonMapper().readTree(tree);
        } catch (JacksonException e) {
            throw new IllegalStateException("XGBoost's trees cannot be read", e);
        }
        List<JsonNode> flat = new ArrayList<>(List.of(root));
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < flat.size(); i++) {
            JsonNode node = flat.get(i);
            JsonNode leaf = node.get("leaf");
            if (leaf != null) {
                nodes.add(new Node(-1, leaf.floatValue() / BAGS, -1, -1));
                continue;
            }
            int feature = Integer.parseInt(node.get("split").asText().substring(1));
            int yes = node.get("yes").asInt();
            boolean firstIsYes = node.get("children").get(0).get("nodeid").asInt() == yes;
            int first = flat.size();
            flat.add(node.get("children").get(0));
            flat.add(node.get("children").get(1));
            int component = feature - SurfaceFeatures.NAMES.size();
            float threshold = node.get("split_condition").floatValue();
            nodes.add(new Node(
                    feature,
                    component < 0 ? threshold : clear(threshold, values[component]),
                    firstIsYes ? first : first + 1,
                    firstIsYes ? first + 1 : first));
        }
        return nodes.toArray(Node[]::new);
    }

    /** The values of each component, ascending, none of them twice: all prompts without options share one. */
    private static float[][] values(float[][] inputs, int components) {
        float[][] values = new float[components][inputs.length];
        for (int k = 0; k < components; k++) {
            for (int i = 0; i < inputs.length; i++) {
                values[k][i] = inputs[i][SurfaceFeatures.NAMES.size() + k];
            }
            Arrays.sort(values[k]);
            int kept = 0;
            for (float value : values[k]) {
                if (kept == 0 || value != values[k][kept - 1]) {
                    values[k][kept++] = value;
                }
            }
            values[k] = Arrays.copyOf(values[k], kept);
        }
        return values;
    }

    /**
     * The middle of the widest gap near a threshold. A component is a sum whose last bit depends on who adds it up, and
     * XGBoost puts its thresholds on values of the data: without this, a training prompt would be on either side.
     *
     * @param sorted the values there are, ascending, each once
     */
    static float clear(float threshold, float[] sorted) {
        int found = Arrays.binarySearch(sorted, threshold);
        int at = found < 0 ? -found - 1 : found;
        float best = threshold;
        float widest = -1;
        for (int i = Math.max(1, at - REACH); i < Math.min(sorted.length, at + REACH); i++) {
            float gap = sorted[i] - sorted[i - 1];
            if (gap > widest) {
                widest = gap;
                best = sorted[i - 1] + gap / 2;
            }
        }
        return best;
    }

    public Projection projection() {
        return projection;
    }

    /** The trees; a node's feature counts surface features first, then components. */
    public Node[][] trees() {
        return trees;
    }

    /** What is added to the leaves. */
    public double base() {
        return base;
    }

    @Override
    public double score(float[] features, WordBag words) {
        return scoreInputs(inputs(features, projection));
    }

    double scoreInputs(float[] inputs) {
        double sum = base;
        for (Node[] tree : trees) {
            Node node = tree[0];
            while (node.feature >= 0) {
                node = tree[inputs[node.feature] < node.value ? node.whenLess : node.otherwise];
            }
            sum += node.value;
        }
        return sum;
    }

    @Override
    public double bound() {
        double sum = Math.abs(base);
        for (Node[] tree : trees) {
            sum += Arrays.stream(tree)
                    .filter(node -> node.feature < 0)
                    .mapToDouble(node -> Math.abs(node.value))
                    .max()
                    .orElse(0);
        }
        return sum;
    }
}
