package dev.tierwise.serving.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineQueueTest {
    @TempDir
    Path folder;

    @Test
    void aLineThatCannotBeMadeIsLostAloneAndCounted() throws IOException {
        Path path = folder.resolve("log");
        Redactor redactor = new Redactor(List.of(Pattern.compile("(a|b)+c")));
        LineQueue queue = new LineQueue("test", 100, new RotatingFile(path, 1 << 20, 1));
        try (queue) {
            for (String text : List.of("before", "a".repeat(200_000), "after")) {
                queue.offer(() -> redactor.redact(text).getBytes(UTF_8));
            }
            queue.offer(() -> {
                throw new IllegalStateException("cannot be made");
            });
            queue.offer(() -> "last".getBytes(UTF_8));
        }
        assertThat(Files.readAllLines(path)).containsExactly("before", "after", "last");
        assertThat(queue.dropped()).isEqualTo(2);
    }
}
