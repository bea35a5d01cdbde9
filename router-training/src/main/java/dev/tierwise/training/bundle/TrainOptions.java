package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.WholeFile;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.training.head.HeadFamily;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training run is asked to do.
 *
 * @param run what it reads and where the bundle goes
 * @param head the family to fit; chosen by cross-validation where empty
 * @param profile what a decision may cost; {@code encoder} and {@code maxTokens} matter to the accurate one alone
 * @param teacher whether a stack learns from what the built-in sentence encoder reads, too
 * @param encoder folder of another sentence encoder; the built-in one where empty
 * @param layers of the built-in one that read a prompt
 * @param pooling of its vectors; question and answer options apart, where the encoder can, where empty
 * @param maxTokens tokens the encoder reads of a prompt
 * @param outOfFold where the cross-validation's scores go; nowhere where empty
 */
public record TrainOptions(
        LabelledRun run,
        Optional<HeadFamily> head,
        Profile profile,
        boolean teacher,
        Optional<Path> encoder,
        int layers,
        Optional<Pooling> pooling,
        int maxTokens,
        Optional<Path> outOfFold) {
    /**
     * To be asked before the minutes of work that would be lost.
     *
     * @throws BadInputException when bundle or scores could not be written
     */
    void requireWritable() {
        BundleWriter.requireWritable(run.out(), run.force());
        outOfFold.ifPresent(file -> {
            if (normal(file).startsWith(normal(run.out()))) {
                throw new BadInputException("--out-of-fold " + file + " lies in --out " + run.out()
                        + ", which holds a bundle and nothing else: choose a place beside it");
            }
            WholeFile.requireNoneOf(file, run.data());
            WholeFile.requireWritable(file);
        });
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
