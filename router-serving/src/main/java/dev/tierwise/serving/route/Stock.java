package dev.tierwise.serving.route;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration has opened, each once: bundles, tokenizers, the built-in encoder. A bundle that did not change
 * on disk, and the built-in encoder, are taken over from the configuration before, so that a reload costs no second
 * encoder. Whoever made it closes it; for one thread until it is built.
 */
public final class Stock {
    private static final int MAX_TOKENS = 256;

    private record Opened(String manifestDigest, RouterBundle bundle) {}

    private final Map<Path, Opened> opened = new HashMap<>();
    private final Map<Path, Tokenizer> tokenizers = new HashMap<>();
    private @Nullable Stock before;
    private final Consumer<String> warnings;
    private @Nullable PromptEncoder encoder;

    /**
     * Nothing opened yet.
     *
     * @param before what the configuration before opened, null where there was none
     * @param warnings told of what is odd and no error
     */
    public Stock(@Nullable Stock before, Consumer<String> warnings) {
        this.before = before;
        this.warnings = warnings;
    }

    /** Nothing more is taken over; each would else hold the one before it, through all reloads. */
    public void built() {
        before = null;
    }

    RouterBundle bundle(Path folder) {
        return opened.computeIfAbsent(folder, this::openOrTakeOver).bundle();
    }

    /** The built-in encoder, for routers without a bundle. */
    PromptEncoder encoder() {
        if (encoder == null) {
            encoder = before == null || before.encoder == null ? OnnxEncoder.miniLm(MAX_TOKENS) : before.encoder;
        }
        return encoder;
    }

    Tokenizer tokenizer(Path file) {
        return tokenizers.computeIfAbsent(file, path -> Tokenizer.open(path, Tokenizer.UNLIMITED));
    }

    /** Passes on what is odd and no error. */
    void warn(String sentence) {
        warnings.accept(sentence);
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
    public void closeExcept(@Nullable Stock next) {
        opened.forEach((folder, old) -> {
            Opened kept = next == null ? null : next.opened.get(folder);
            if (kept == null || kept.bundle() != old.bundle()) {
                old.bundle().close();
            }
        });
        if (encoder != null && (next == null || !encoder.equals(next.encoder))) {
            encoder.close();
        }
        tokenizers.values().forEach(Tokenizer::close);
    }
}
