package dev.tierwise.serving.server;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open bundles of one configuration. A bundle that did not change on disk is taken over from the configuration
 * before, so that a reload costs no second encoder.
 */
final class Bundles {
    private record Opened(String manifestDigest, RouterBundle bundle) {}

    private final Map<Path, Opened> opened = new HashMap<>();
    private final @Nullable Bundles before;

    Bundles(@Nullable Bundles before) {
        this.before = before;
    }

    RouterBundle open(Path folder) {
        return opened.computeIfAbsent(folder, this::openOrTakeOver).bundle();
    }

    private Opened openOrTakeOver(Path folder) {
        String digest = manifestDigest(folder);
        Opened old = before == null ? null : before.opened.get(folder);
        return old != null && old.manifestDigest().equals(digest) ? old : new Opened(digest, RouterBundle.open(folder));
    }

    /** The manifest holds the digests of all other files. */
    private static String manifestDigest(Path folder) {
        try {
            return Digests.sha256(folder.resolve("router.json"));
        } catch (IOException e) {
            throw new BadInputException(folder + " holds no readable router.json: is it a bundle?", e);
        }
    }

    /** Closes those that the next configuration did not take over; all of them where there is none. */
    void closeExcept(@Nullable Bundles next) {
        opened.forEach((folder, old) -> {
            Opened kept = next == null ? null : next.opened.get(folder);
            if (kept == null || kept.bundle() != old.bundle()) {
                old.bundle().close();
            }
        });
    }
}
