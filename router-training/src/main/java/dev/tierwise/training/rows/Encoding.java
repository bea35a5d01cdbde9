package dev.tierwise.training.rows;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.prompt.FeatureReader;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import java.util.List;
import java.util.stream.IntStream;

/** Texts to feature vectors and words, on all cores, with embeddings remembered from one run to the next. */
public final class Encoding {
    /** Tokens of a prompt that a sentence encoder reads where nothing else was asked for. */
    public static final int MAX_TOKENS = 256;

    /**
     * Layers of the built-in encoder for two tiers: the third tells best which prompts need the strong one, in new
     * categories above all.
     */
    public static final int LAYERS_OF_TWO_TIERS = 3;

    /** For more: which of several models is good at something hangs on what it is about, which the last layers tell. */
    public static final int LAYERS_OF_MANY_TIERS = OnnxEncoder.MINILM_LAYERS;

    private Encoding() {}

    /**
     * One vector of {@code featurizer.schema().size()} values per text, in order.
     *
     * @param cache embeddings of this featurizer
     */
    public static float[][] encode(List<String> texts, Featurizer featurizer, EmbeddingCache cache) {
        try (Progress progress = Progress.start("encoding", texts.size())) {
            return IntStream.range(0, texts.size())
                    .parallel()
                    .mapToObj(i -> {
                        String text = texts.get(i);
                        float[] features = new float[featurizer.schema().size()];
                        FeatureReader reader =
                                featurizer.reader(featurizer.encoder().spec().maxTokens());
                        if (!cache.read(text, features)) {
                            reader.embed(text, features);
                            cache.write(text, features);
                        }
                        reader.surface(text, features);
                        progress.tick();
                        return features;
                    })
                    .toArray(float[][]::new);
        }
    }

    /** Labelled prompts with all that a head can read of them. */
    public static TrainingSet set(
            List<Observation> rows, Featurizer featurizer, EmbeddingCache cache, TieRule ties, long seed) {
        List<String> texts = rows.stream().map(Observation::prompt).toList();
        WordCounter counter = new WordCounter(featurizer.encoder().tokenizer());
        WordBag[] words = texts.stream().map(text -> counter.count(text).copy()).toArray(WordBag[]::new);
        return new TrainingSet(rows, encode(texts, featurizer, cache), featurizer.pooling(), words, ties, seed);
    }
}
