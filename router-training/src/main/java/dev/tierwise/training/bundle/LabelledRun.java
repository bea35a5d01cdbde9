package dev.tierwise.training.bundle;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is said of every run that makes a bundle of labelled prompts.
 *
 * @param data files of labelled prompts, at least one
 * @param ties when strong counts as the winner
 * @param cache folder of the embedding cache; none where empty
 * @param out where the bundle goes
 * @param force whether an existing bundle is replaced
 * @param command the command line, for the model card
 */
public record LabelledRun(
        List<Path> data,
        ReadOptions read,
        TieRule ties,
        Optional<Path> cache,
        long seed,
        Path out,
        boolean force,
        String command) {
    public LabelledRun {
        data = List.copyOf(data);
    }
}
