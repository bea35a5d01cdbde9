package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of an encoder that is not on the class path and so has to travel with the bundle. */
final class EncoderFiles {
    private EncoderFiles() {}

    static Map<String, byte[]> read(Path folder) {
        try {
            return Map.of(
                    RouterBundle.ENCODER, Files.readAllBytes(OnnxEncoder.modelFile(folder)),
                    OnnxEncoder.TOKENIZER, Files.readAllBytes(folder.resolve(OnnxEncoder.TOKENIZER)));
        } catch (IOException e) {
            throw new BadInputException("cannot read the encoder in " + folder + ": " + e.getMessage(), e);
        }
    }
}
