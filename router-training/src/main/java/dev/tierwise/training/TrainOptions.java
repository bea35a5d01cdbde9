package dev.tierwise.training;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.training.head.HeadFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a training run is asked to do.
 *
 * @param data files of labelled prompts, at least one
 * @param ties when strong counts as the winner
 * @param head the family to fit; chosen by cross-validation where empty
 * @param profile what a decision may cost; {@code encoder} and {@code maxTokens} matter to the accurate one alone
 * @param encoder folder of another sentence encoder; the built-in one where empty
 * @param layers of the built-in one that read a prompt
 * @param pooling of its vectors; question and answer options apart, where the encoder can, where empty
 * @param maxTokens tokens the encoder reads of a prompt
 * @param cache folder of the embedding cache; none where empty
 * @param out where the bundle goes
 * @param outOfFold where the cross-validation's scores go; nowhere where empty
 * @param force whether an existing bundle is replaced
 * @param command the command line, for the model card
 */
public record TrainOptions(
        List<Path> data,
        ReadOptions read,
        TieRule ties,
        Optional<HeadFamily> head,
        Profile profile,
        Optional<Path> encoder,
        int layers,
        Optional<Pooling> pooling,
        int maxTokens,
        Optional<Path> cache,
        long seed,
        Path out,
        Optional<Path> outOfFold,
        boolean force,
        String command) {
    public TrainOptions {
        data = List.copyOf(data);
    }
}
