package dev.tierwise.serving.observe;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.api.JsonObjects;
import dev.tierwise.serving.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The decision log and the access log. Thread-safe. */
public final class Journal implements AutoCloseable {
    /** Prompts that wait for a disk that stalls, with room for one as long as a request's body usually may be. */
    private static final long MOST_BYTES = 64 << 20;

    private final @Nullable LineQueue decisions;
    private final @Nullable LineQueue access;
    /** Used by the one thread of the queue they are named after. */
    private final JsonObjects decisionLines = new JsonObjects();

    private final JsonObjects accessLines = new JsonObjects();
    private final Redactor redactor;
    private final boolean prompts;

    /**
     * Opens what the configuration asks for.
     *
     * @param console where the access log goes
     * @throws BadInputException where the file cannot be written
     */
    public Journal(LogConfig config, PrintStream console) {
        this.redactor =
                new Redactor(config.redact().stream().map(Pattern::compile).toList());
        this.prompts = config.prompts();
        Path path = config.decisions();
        try {
            this.decisions = path == null
                    ? null
                    : new LineQueue(
                            "decision-log",
                            config.queue(),
                            MOST_BYTES,
                            new RotatingFile(path, config.maxSize(), config.maxFiles()));
        } catch (IOException e) {
            throw new BadInputException("the decision log " + path + " cannot be written: " + e.getMessage(), e);
        }
        this.access = config.access()
                ? new LineQueue("access-log", config.queue(), MOST_BYTES, lines -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    for (byte[] line : lines) {
                        bytes.writeBytes(line);
                        bytes.write('\n');
                    }
                    console.write(bytes.toByteArray());
                    console.flush();
                })
                : null;
    }

    /** Whether records should carry the text of the prompt. */
    public boolean wantsPrompts() {
        return prompts && decisions != null;
    }

    /** Takes a finished request; returns at once. */
    public void write(Served served) {
        String prompt = served.prompt();
        long held = prompt == null ? 0 : (long) prompt.length() * Character.BYTES;
        if (decisions != null) {
            decisions.offer(() -> decisionLines.object(json -> ServedJson.decision(json, served, redactor)), held);
        }
        if (access != null) {
            access.offer(() -> accessLines.object(json -> ServedJson.access(json, served)), held);
        }
    }

    /** Records lost to a full queue or a failing disk, since the start. */
    public long dropped() {
        return (decisions == null ? 0 : decisions.dropped()) + (access == null ? 0 : access.dropped());
    }

    @Override
    public void close() {
        if (decisions != null) {
            decisions.close();
        }
        if (access != null) {
            access.close();
        }
    }
}
