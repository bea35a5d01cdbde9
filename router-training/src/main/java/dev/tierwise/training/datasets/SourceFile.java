package dev.tierwise.training.datasets;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of a data set as its publisher has it.
 *
 * @param path relative to the data set's base address or to a mirror folder, with forward slashes
 * @param category the topic of its rows, where the file has only one
 * @param sha256 the pinned digest in lower-case hex; null where nobody has vouched for the bytes yet
 */
record SourceFile(
        String path, @Nullable String category, @Nullable String sha256) {
    private static final Pattern SAFE_PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    SourceFile {
        if (!SAFE_PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("\"" + path + "\" is not a plain relative path");
        }
        if (sha256 != null && !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("\"" + sha256 + "\" is not a SHA-256 in lower-case hex");
        }
    }
}
