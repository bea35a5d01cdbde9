package dev.tierwise.training;

import dev.tierwise.core.prompt.OnnxEncoder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of the built-in sentence encoder reads a prompt. */
final class LayersOption {
    /**
     * Half of them: of the layers tried, the third tells best which prompts need the strong model, in new categories
     * above all, and it costs half (docs/research.md).
     */
    static final int USUAL = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--layers",
            paramLabel = "N",
            description =
                    "Layers of the built-in sentence encoder that read a prompt, of 6. Default: ${DEFAULT-VALUE}.")
    private int layers = USUAL;

    /** @throws ParameterException where the encoder has no such layer */
    int count() {
        if (layers < 1 || layers > OnnxEncoder.MINILM_LAYERS) {
            throw new ParameterException(
                    spec.commandLine(), "--layers " + layers + " is not in 1.." + OnnxEncoder.MINILM_LAYERS);
        }
        return layers;
    }

    /** Opens that part of it. */
    OnnxEncoder open(int maxTokens) {
        return OnnxEncoder.miniLm(count(), maxTokens);
    }

    void appendTo(StringBuilder line) {
        LabelOptions.append(line, "--layers", layers == USUAL ? "" : Integer.toString(layers));
    }
}
