package dev.tierwise.core.prompt;

import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Text to the vector a head reads: the encoder's embeddings first, then the surface features. Thread-safe. Owns the
 * encoder.
 */
public final class Featurizer implements AutoCloseable {
    private final PromptEncoder encoder;
    private final Pooling pooling;
    private final FeatureSchema schema;

    /** One embedding, over the whole prompt. */
    public Featurizer(PromptEncoder encoder) {
        this(encoder, Pooling.WHOLE);
    }

    /** @param pooling one that {@linkplain Pooling#suits suits} the encoder */
    public Featurizer(PromptEncoder encoder, Pooling pooling) {
        if (!pooling.suits(encoder)) {
            throw new IllegalArgumentException(encoder.spec().id() + " cannot pool so: " + pooling);
        }
        this.encoder = encoder;
        this.pooling = pooling;
        this.schema = schema(encoder.spec().dimension(), pooling);
    }

    /** The names of embeddings of {@code dimension} and of the features behind them. */
    public static FeatureSchema schema(int dimension, Pooling pooling) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            names.add("embedding." + i);
        }
        if (pooling == Pooling.APART) {
            for (int i = 0; i < dimension; i++) {
                names.add("embedding.options." + i);
            }
        }
        names.addAll(SurfaceFeatures.NAMES);
        return new FeatureSchema(names);
    }

    public PromptEncoder encoder() {
        return encoder;
    }

    public Pooling pooling() {
        return pooling;
    }

    /** How many features, from the first on, are embeddings. */
    public int embedded() {
        return pooling.embeddings() * encoder.spec().dimension();
    }

    public FeatureSchema schema() {
        return schema;
    }

    /** Writes {@code schema().size()} values to the start of {@code into}. */
    public void featurize(String text, float[] into) {
        FeatureReader reader = reader(encoder.spec().maxTokens());
        reader.embed(text, into);
        reader.surface(text, into);
    }

    /**
     * What one thread reads text after text with.
     *
     * @param most tokens it keeps of a text, at least what the encoder reads
     */
    public FeatureReader reader(int most) {
        return new FeatureReader(encoder, pooling, most);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
