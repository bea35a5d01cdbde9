package dev.tierwise.serving.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LineQueueTest {
    @TempDir
    Path folder;

    @Test
    void aLineThatCannotBeMadeIsLostAloneAndCounted() throws IOException {
        Path path = folder.resolve("log");
        Redactor redactor = new Redactor(List.of(Pattern.compile("(a|b)+c")));
        LineQueue queue = new LineQueue("test", 100, Long.MAX_VALUE, new RotatingFile(path, 1 << 20, 1));
        try (queue) {
            for (String text : List.of("before", "a".repeat(200_000), "after")) {
                queue.offer(() -> redactor.redact(text).getBytes(UTF_8), 0);
            }
            queue.offer(
                    () -> {
                        throw new IllegalStateException("cannot be made");
                    },
                    0);
            queue.offer(() -> "last".getBytes(UTF_8), 0);
        }
        assertThat(Files.readAllLines(path)).containsExactly("before", "[redacted]", "after", "last");
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void anErrorCostsItsLinesAndNotAllThatFollow() throws Exception {
        List<String> written = Collections.synchronizedList(new ArrayList<>());
        LineQueue queue = new LineQueue("test", 100, Long.MAX_VALUE, lines -> {
            if (new String(lines.getFirst(), UTF_8).equals("too much")) {
                throw new OutOfMemoryError("of the test");
            }
            lines.forEach(line -> written.add(new String(line, UTF_8)));
        });
        try (queue) {
            queue.offer(
                    () -> {
                        throw new OutOfMemoryError("of the test");
                    },
                    0);
            queue.offer(() -> "too much".getBytes(UTF_8), 0);
            Await.until("both are given up", () -> queue.dropped() == 2);
            queue.offer(() -> "last".getBytes(UTF_8), 0);
        }
        assertThat(written).containsExactly("last");
        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void whatWaitsForAStalledDiskIsBoundedByItsBytesAndLaterLinesFindRoomAgain() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CompletableFuture<Void> disk = new CompletableFuture<>();
        List<String> written = Collections.synchronizedList(new ArrayList<>());
        try (LineQueue queue = new LineQueue("test", 10_000, 1_000, lines -> {
            stalled.countDown();
            disk.join();
            lines.forEach(line -> written.add(new String(line, UTF_8)));
        })) {
            queue.offer(() -> "first".getBytes(UTF_8), 400);
            stalled.await();
            for (int i = 0; i < 100; i++) {
                queue.offer(() -> "waits".getBytes(UTF_8), 300);
            }
            assertThat(queue.dropped()).isEqualTo(98);
            disk.complete(null);
            Await.until("a line of all the bytes there may be finds room", () -> {
                long before = queue.dropped();
                queue.offer(() -> "last".getBytes(UTF_8), 1_000);
                return queue.dropped() == before;
            });
        }
        assertThat(written).containsExactly("first", "waits", "waits", "last");
    }
}
