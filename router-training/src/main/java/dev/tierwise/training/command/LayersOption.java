package dev.tierwise.training.command;

import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of the built-in sentence encoder reads a prompt. */
final class LayersOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--layers",
            paramLabel = "N",
            description =
                    "Layers of the built-in sentence encoder that read a prompt, of 6. Default: 3 for two tiers, 6"
                            + " for more.")
    private @Nullable Integer layers;

    /**
     * What was asked for.
     *
     * @param usual where nothing was
     * @throws ParameterException where the encoder has no such layer
     */
    int count(int usual) {
        if (layers == null) {
            return usual;
        }
        if (layers < 1 || layers > OnnxEncoder.MINILM_LAYERS) {
            throw new ParameterException(
                    spec.commandLine(), "--layers " + layers + " is not in 1.." + OnnxEncoder.MINILM_LAYERS);
        }
        return layers;
    }

    /** @throws ParameterException where layers were asked for of an encoder that is not the built-in one, or of none */
    void requireBuiltIn(boolean builtIn) {
        if (layers != null && !builtIn) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--layers is of the built-in sentence encoder, which reads no prompts here: leave --layers out");
        }
    }

    /** Opens that part of it. */
    OnnxEncoder open(int usual, int maxTokens) {
        return OnnxEncoder.miniLm(count(usual), maxTokens);
    }

    void appendTo(StringBuilder line) {
        LabelOptions.append(line, "--layers", layers == null ? "" : layers.toString());
    }
}
