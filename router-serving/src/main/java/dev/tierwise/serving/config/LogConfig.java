package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is written down.
 *
 * @param decisions file of the decision log, null where none is kept
 * @param maxSize bytes after which it is rotated
 * @param maxFiles rotated files kept beside it
 * @param queue records that may wait for the disk; what comes on top is counted and dropped
 * @param prompts whether records hold the text of the prompt
 * @param redact regular expressions of what is blotted out of such text, next to what looks like an address, a key, a
 *     card or phone number; kept as text, which says whether a reload changes it
 * @param explain whether records say what pushed the score
 * @param access whether each request is a line on standard error
 */
public record LogConfig(
        @Nullable Path decisions,
        long maxSize,
        int maxFiles,
        int queue,
        boolean prompts,
        List<String> redact,
        boolean explain,
        boolean access) {
    public LogConfig {
        redact = List.copyOf(redact);
    }

    static LogConfig read(Section section) {
        return new LogConfig(
                section.optional(
                        "decisions",
                        Types.FILE,
                        "File of the decision log, from the working directory; none is kept where left out."),
                section.get("max_size", Quantities.SIZE, 100L << 20, "Size after which the file is rotated."),
                section.get("max_files", Quantities.integer(0, 1_000), 10, "Rotated files kept beside it."),
                section.get(
                        "queue",
                        Quantities.COUNT,
                        10_000,
                        "Records that may wait for the disk; what comes on top is counted and dropped."),
                section.get("prompts", Types.BOOL, false, "Whether records hold the text of the prompt, redacted."),
                section
                        .list(
                                "redact",
                                Types.PATTERN,
                                "Regular expressions blotted out of that text, next to what looks like an e-mail address, a"
                                        + " key, a card or a phone number.")
                        .stream()
                        .map(Pattern::pattern)
                        .toList(),
                section.get(
                        "explain",
                        Types.BOOL,
                        false,
                        "Whether records say what pushed the score: kinds of features, nearest training categories and"
                                + " novelty, never words. Adds milliseconds to each decision."),
                section.get("access", Types.BOOL, true, "Whether each request is a line on standard error."));
    }
}
