package dev.tierwise.training.command;

import dev.tierwise.training.rows.EmbeddingCache;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether embeddings are kept between runs; the same options in every command that encodes. */
final class CacheOptions {
    @Option(names = "--cache", paramLabel = "DIR", description = "Where embeddings are kept between runs.")
    private Path cache = EmbeddingCache.defaultFolder();

    @Option(names = "--no-cache", description = "Encode everything anew and keep nothing.")
    private boolean noCache;

    /** Where they are kept; nowhere where empty. */
    Optional<Path> folder() {
        return noCache ? Optional.empty() : Optional.of(cache);
    }
}
