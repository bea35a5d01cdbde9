package dev.tierwise.training.datasets;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** How the files of a data set become one CSV that {@code train} reads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Conversion.Graded.class, name = "graded"),
    @JsonSubTypes.Type(value = Conversion.Arena.class, name = "arena")
})
sealed interface Conversion {
    /** The shape of the result, in the words of {@code --format}. */
    String shape();

    /** Files that are read besides the rows. */
    List<SourceFile> needs();

    /**
     * Files with a {@code prompt} and one True/False column per model, as RouteLLM publishes its benchmark results.
     *
     * @param id pattern of the row ids, with {@code {category}} and {@code {row}}, which counts from 0 in every file
     * @param models the columns of the result, in order
     * @param answerLengths whether {@code MODEL_response} columns become {@code MODEL#output_chars}
     * @param contaminated JSON lines whose {@code eval_prompt} is a prompt known to be in training data
     */
    record Graded(String id, List<Model> models, boolean answerLengths, SourceFile contaminated) implements Conversion {
        public Graded {
            models = List.copyOf(models);
        }

        @Override
        public String shape() {
            return "wide";
        }

        @Override
        public List<SourceFile> needs() {
            return List.of(contaminated);
        }
    }

    /** Chatbot Arena's one-hot comparisons, kept as they are without the two answers. */
    record Arena() implements Conversion {
        @Override
        public String shape() {
            return "pairwise";
        }

        @Override
        public List<SourceFile> needs() {
            return List.of();
        }
    }

    /** A model's column, and the other names that some files have for it. */
    record Model(String name, List<String> alsoCalled) {
        public Model {
            alsoCalled = List.copyOf(alsoCalled);
        }
    }
}
