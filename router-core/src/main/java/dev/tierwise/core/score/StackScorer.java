package dev.tierwise.core.score;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.onnx.Slots;
import dev.tierwise.core.prompt.token.WordBag;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A stacked head in plain Java, from the same {@code head.onnx} that ONNX Runtime would run and with the same result up
 * to float32 rounding, at a fraction of the time: no call leaves the virtual machine and nothing is allocated.
 * Thread-safe.
 */
public final class StackScorer implements Scorer {
    private final int inputs;
    /** By bucket: effect and norm, side by side since they are read together. */
    private final float[] words;

    private final Trees trees;
    private final @Nullable Projection projection;
    /** Room for what trees read: the features and their projection. */
    private final Slots<float[]> spaces;

    private final int options;
    private final Linear linear;
    private final Kind choice;
    private final Kind open;

    private StackScorer(OnnxConstants constants, String file) {
        float[] oneHot = finite(constants, StackLayout.OPTIONS, file);
        this.inputs = oneHot.length;
        int marked = -1;
        for (int j = 0; j < inputs; j++) {
            marked = oneHot[j] == 0 ? marked : j;
        }
        if (marked < 0) {
            throw broken(StackLayout.OPTIONS, "marks no feature", file);
        }
        this.options = marked;
        float[] effect = required(constants, StackLayout.WORD_EFFECT, WordBag.BUCKETS, file);
        float[] norm = required(constants, StackLayout.WORD_NORM, WordBag.BUCKETS, file);
        this.words = new float[2 * effect.length];
        for (int bucket = 0; bucket < effect.length; bucket++) {
            words[2 * bucket] = effect[bucket];
            words[2 * bucket + 1] = norm[bucket];
        }
        this.projection =
                constants.constant(StackLayout.PROJECTION) == null ? null : new Projection(constants, inputs, file);
        this.trees = Trees.of(constants, inputs + (projection == null ? 0 : projection.bias.length), file);
        int wide = inputs + (projection == null ? 0 : projection.written());
        this.spaces = new Slots<>(IntStream.range(0, Slots.usualCount())
                .mapToObj(i -> new float[wide])
                .toList());
        this.linear = new Linear(constants, inputs, file);
        this.choice = new Kind(constants, StackLayout.CHOICE, file);
        this.open = new Kind(constants, StackLayout.OPEN, file);
    }

    /** Whether {@link #of} can read the graph. */
    public static boolean canRead(OnnxConstants constants) {
        return constants.constant(StackLayout.WORD_EFFECT) != null;
    }

    /**
     * Reads a stacked head.
     *
     * @param file its name, for messages
     * @throws BadInputException if a constant of {@link StackLayout} is missing, of the wrong size or not finite
     */
    public static StackScorer of(OnnxConstants constants, String file) {
        return new StackScorer(constants, file);
    }

    private static float[] required(OnnxConstants constants, String name, int size, String file) {
        float[] values = finite(constants, name, file);
        if (values.length != size) {
            throw broken(name, "has " + values.length + " numbers where it should have " + size, file);
        }
        return values;
    }

    private static float[] finite(OnnxConstants constants, String name, String file) {
        float[] values = constants.constant(name);
        if (values == null) {
            throw new BadInputException(file + " has no constant \"" + name + "\", which a stacked head needs");
        }
        if (!OnnxConstants.areFinite(values)) {
            throw broken(name, "holds an infinity or a NaN", file);
        }
        return values;
    }

    private static BadInputException broken(String name, String what, String file) {
        return new BadInputException(
                file + " has a constant \"" + name + "\" that " + what + ": copy the bundle again or train it again");
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public boolean readsWords() {
        return true;
    }

    @Override
    public void score(float[] features, WordBag bag, float[] into) {
        if (features.length != inputs) {
            throw new IllegalArgumentException(features.length + " features given, the head reads " + inputs);
        }
        boolean isOpen = features[options] == 0;
        float logit = (isOpen ? open : choice).logit(words(bag), trees(features), linear.at(features, isOpen));
        into[0] = (float) (1 / (1 + Math.exp(-logit)));
    }

    private float words(WordBag bag) {
        float effect = 0;
        float norm = 0;
        for (int i = 0; i < bag.size(); i++) {
            int at = 2 * bag.bucket(i);
            float weight = bag.weight(i);
            effect += weight * words[at];
            norm += weight * weight * words[at + 1];
        }
        return (float) (effect / Math.sqrt(Math.max(norm, StackLayout.LEAST_NORM)));
    }

    private float trees(float[] features) {
        float[] space = spaces.take();
        try {
            System.arraycopy(features, 0, space, 0, inputs);
            if (projection != null) {
                projection.write(features, space, inputs);
            }
            return trees.sum(space);
        } finally {
            spaces.giveBack(space);
        }
    }

    @Override
    public void close() {
        // Nothing native.
    }

    /** Each embedding turned to its principal components. */
    private static final class Projection {
        /** Sums that are kept at hand while the features are read. */
        private static final int AT_ONCE = 4;

        private final float[] bias;
        /** By component, rounded up to as many as are at hand, and feature. */
        private final float[] weights;

        private final int features;
        /** The features that add to a few components, from one to before another: those of their own embedding. */
        private final int[] from;

        private final int[] to;

        Projection(OnnxConstants constants, int inputs, String file) {
            features = inputs;
            bias = finite(constants, StackLayout.PROJECTION_BIAS, file);
            float[] given = required(constants, StackLayout.PROJECTION, inputs * bias.length, file);
            int groups = (bias.length + AT_ONCE - 1) / AT_ONCE;
            weights = new float[groups * AT_ONCE * features];
            from = new int[groups];
            to = new int[groups];
            Arrays.fill(from, features);
            for (int k = 0; k < bias.length; k++) {
                for (int j = 0; j < features; j++) {
                    float weight = given[j * bias.length + k];
                    weights[k * features + j] = weight;
                    if (weight != 0) {
                        from[k / AT_ONCE] = Math.min(from[k / AT_ONCE], j);
                        to[k / AT_ONCE] = Math.max(to[k / AT_ONCE], j + 1);
                    }
                }
            }
        }

        /** How many numbers are written: the components and up to three that mean nothing. */
        int written() {
            return from.length * AT_ONCE;
        }

        void write(float[] inputs, float[] into, int offset) {
            System.arraycopy(bias, 0, into, offset, bias.length);
            for (int group = 0; group < from.length; group++) {
                write(inputs, into, offset + AT_ONCE * group, group);
            }
        }

        private void write(float[] inputs, float[] into, int at, int group) {
            int row = AT_ONCE * group * features;
            float a = into[at];
            float b = into[at + 1];
            float c = into[at + 2];
            float d = into[at + 3];
            for (int j = from[group]; j < to[group]; j++) {
                float input = inputs[j];
                a += input * weights[row + j];
                b += input * weights[row + features + j];
                c += input * weights[row + 2 * features + j];
                d += input * weights[row + 3 * features + j];
            }
            into[at] = a;
            into[at + 1] = b;
            into[at + 2] = c;
            into[at + 3] = d;
        }
    }

    /** The part that is a line in the features, once for all prompts and once more for those without options. */
    private static final class Linear {
        private final float[] low;
        private final float[] high;
        private final float[] weights;
        private final float[] openWeights;
        private final float bias;
        private final float openBias;

        Linear(OnnxConstants constants, int inputs, String file) {
            low = required(constants, StackLayout.LOW, inputs, file);
            high = required(constants, StackLayout.HIGH, inputs, file);
            weights = required(constants, StackLayout.LINEAR, inputs, file);
            openWeights = required(constants, StackLayout.OPEN_LINEAR, inputs, file);
            bias = required(constants, StackLayout.LINEAR_BIAS, 1, file)[0];
            openBias = required(constants, StackLayout.OPEN_LINEAR_BIAS, 1, file)[0];
        }

        float at(float[] features, boolean open) {
            float sum = bias;
            float more = openBias;
            for (int j = 0; j < weights.length; j++) {
                float x = Math.min(Math.max(features[j], low[j]), high[j]);
                sum += weights[j] * x;
                more += openWeights[j] * x;
            }
            return open ? sum + more : sum;
        }
    }

    /** How the parts of one kind of prompt are mixed, and what the sum means: a piecewise linear function. */
    private static final class Kind {
        /** Words, trees and the line. */
        private static final int PARTS = 3;

        private final float[] mix;
        private final float mixBias;
        private final float[] slope;
        private final float[] offset;
        private final float[] rise;
        private final float start;

        Kind(OnnxConstants constants, String prefix, String file) {
            mix = required(constants, prefix + StackLayout.MIX, PARTS, file);
            mixBias = required(constants, prefix + StackLayout.MIX_BIAS, 1, file)[0];
            slope = finite(constants, prefix + StackLayout.SLOPE, file);
            offset = required(constants, prefix + StackLayout.OFFSET, slope.length, file);
            rise = required(constants, prefix + StackLayout.RISE, slope.length, file);
            start = required(constants, prefix + StackLayout.START, 1, file)[0];
        }

        float logit(float words, float trees, float linear) {
            float score = mix[0] * words + mix[1] * trees + mix[2] * linear + mixBias;
            float sum = start;
            for (int i = 0; i < slope.length; i++) {
                sum += rise[i] * Math.clamp(slope[i] * score + offset[i], 0f, 1f);
            }
            return sum;
        }
    }
}
