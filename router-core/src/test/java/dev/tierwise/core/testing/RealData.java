package dev.tierwise.core.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/**
 * The public data sets that some tests read, found in the folder TIERWISE_DATASETS names. A test that lacks what it
 * needs is skipped and says so, unless TIERWISE_REQUIRE_ALL is 1: then it fails, so that a build cannot pass by
 * skipping.
 */
public final class RealData {
    private static final String FOLDER = "TIERWISE_DATASETS";
    private static final String REQUIRE_ALL = "TIERWISE_REQUIRE_ALL";

    private RealData() {}

    /** A file of the data folder that is certainly there; otherwise the calling test ends here, skipped or failed. */
    public static Path file(String name) {
        String folder = System.getenv(FOLDER);
        if (folder == null || folder.isBlank()) {
            throw missing(name + " is needed: set " + FOLDER + " to the folder that holds it");
        }
        Path file = Path.of(folder, name);
        if (!Files.isRegularFile(file)) {
            throw missing(name + " is needed, and is not in " + FOLDER + "=" + folder);
        }
        return file;
    }

    /**
     * Ends the calling test: skipped, or failed under TIERWISE_REQUIRE_ALL=1. Never returns; the type lets a caller
     * write {@code throw RealData.missing(...)}.
     *
     * @param why what is missing and how to provide it
     */
    public static RuntimeException missing(String why) {
        if ("1".equals(System.getenv(REQUIRE_ALL))) {
            return Assertions.fail(why + " (" + REQUIRE_ALL + "=1 turns this skip into a failure)");
        }
        System.out.println("SKIPPED: " + why);
        throw new TestAbortedException(why);
    }
}
