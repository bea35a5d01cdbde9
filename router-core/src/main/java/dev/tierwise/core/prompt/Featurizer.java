package dev.tierwise.core.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * Text to the vector a head reads: the encoder's embedding first, then the surface features. Thread-safe. Owns the
 * encoder.
 */
public final class Featurizer implements AutoCloseable {
    private final PromptEncoder encoder;
    private final FeatureSchema schema;

    public Featurizer(PromptEncoder encoder) {
        this.encoder = encoder;
        this.schema = schema(encoder.spec().dimension());
    }

    /** The names of the features behind an embedding of {@code dimension}. */
    public static FeatureSchema schema(int dimension) {
        List<String> names = new ArrayList<>(dimension + SurfaceFeatures.NAMES.size());
        for (int i = 0; i < dimension; i++) {
            names.add("embedding." + i);
        }
        names.addAll(SurfaceFeatures.NAMES);
        return new FeatureSchema(names);
    }

    public PromptEncoder encoder() {
        return encoder;
    }

    public FeatureSchema schema() {
        return schema;
    }

    /** Writes {@code schema().size()} values to the start of {@code into}. */
    public void featurize(String text, float[] into) {
        encoder.encode(text, into, 0);
        SurfaceFeatures.extract(text, into, encoder.spec().dimension());
    }

    @Override
    public void close() {
        encoder.close();
    }
}
