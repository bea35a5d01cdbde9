package dev.tierwise.serving.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    Path folder;

    private static List<byte[]> lines(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(i -> ("line " + i).getBytes(UTF_8))
                .toList();
    }

    @Test
    void keepsTheNewestLinesInAsManyFilesAsItMay() throws IOException {
        Path path = folder.resolve("sub/log.jsonl");
        try (RotatingFile file = new RotatingFile(path, 100, 2)) {
            for (int i = 0; i < 100; i++) {
                file.write(lines(i, i + 1));
            }
        }
        List<String> kept = new ArrayList<>();
        for (String name : List.of("log.jsonl.2", "log.jsonl.1", "log.jsonl")) {
            kept.addAll(Files.readAllLines(path.resolveSibling(name)));
        }
        assertThat(kept).hasSizeGreaterThan(25).endsWith("line 99");
        int first = Integer.parseInt(kept.getFirst().substring(5));
        assertThat(kept)
                .isEqualTo(
                        IntStream.range(first, 100).mapToObj(i -> "line " + i).toList());
        assertThat(path.resolveSibling("log.jsonl.3")).doesNotExist();
    }

    @Test
    void cutsOffTheHalfLineOfAKilledProcess() throws IOException {
        Path path = Files.writeString(folder.resolve("log"), "whole\n" + "half".repeat(50_000));
        try (RotatingFile file = new RotatingFile(path, 1_000, 1)) {
            file.write(lines(0, 1));
        }
        assertThat(path).hasContent("whole\nline 0\n");
        Files.writeString(path, "no line at all");
        new RotatingFile(path, 1_000, 1).close();
        assertThat(path).isEmptyFile();
    }

    @Test
    void aFullDiskLeavesWholeLinesOnlyAndTheLogGoesOnOnceThereIsRoom() throws IOException {
        Configuration small = Configuration.unix().toBuilder()
                .setBlockSize(512)
                .setMaxSize(4096)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path other = Files.write(disk.getPath("/other"), new byte[2048]);
            Path path = disk.getPath("/log");
            try (RotatingFile file = new RotatingFile(path, 1 << 20, 1)) {
                file.write(lines(0, 100));
                assertThatThrownBy(() -> file.write(lines(100, 500))).isInstanceOf(IOException.class);
                Files.delete(other);
                file.write(lines(500, 510));
            }
            assertThat(Files.readAllLines(path))
                    .isEqualTo(IntStream.concat(IntStream.range(0, 100), IntStream.range(500, 510))
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }

    @Test
    void aFileThatSomebodyElseCutsGoesOnWithoutAHole() throws IOException {
        Path path = folder.resolve("cut");
        try (RotatingFile file = new RotatingFile(path, 30, 1)) {
            file.write(lines(0, 3));
            Files.write(path, new byte[0]);
            file.write(lines(3, 5));
            file.write(lines(5, 6));
        }
        assertThat(path).hasContent("line 3\nline 4\nline 5\n");
        assertThat(path.resolveSibling("cut.1")).doesNotExist();
    }

    @Test
    void linesGoOnWhereNothingCanBeRenamedAndNoOldFileIsLost() throws IOException {
        Path path = folder.resolve("log");
        Path inTheWay = Files.createDirectories(folder.resolve("log.2/full"));
        Files.writeString(folder.resolve("log.1"), "old\n");
        try (RotatingFile file = new RotatingFile(path, 10, 2)) {
            file.write(lines(0, 2));
            file.write(lines(2, 3));
            file.write(lines(3, 4));
            assertThat(path).hasContent("line 0\nline 1\nline 2\nline 3\n");
            assertThat(folder.resolve("log.1")).hasContent("old\n");
            Files.delete(inTheWay);
            file.write(lines(4, 5));
        }
        assertThat(folder.resolve("log.2")).hasContent("old\n");
        assertThat(folder.resolve("log.1")).hasContent("line 0\nline 1\nline 2\nline 3\n");
        assertThat(path).hasContent("line 4\n");
        assertThat(folder.resolve("log.0")).doesNotExist();
    }

    @Test
    void losesNoLineOfAQueueThatIsClosed() throws IOException {
        Path path = folder.resolve("queue");
        try (LineQueue queue = new LineQueue("test", 10_000, Long.MAX_VALUE, new RotatingFile(path, 1 << 20, 1))) {
            lines(0, 5_000).forEach(line -> queue.offer(() -> line, 0));
        }
        assertThat(Files.readAllLines(path)).hasSize(5_000).endsWith("line 4999");
    }

    @Test
    void blotsOutWhatLooksLikeASecretOrAPerson() {
        String text =
                "mail a.b@example.org, key sk-abcdefghijklmnop, card 4111 1111 1111 1111, call +49 30 1234567, id 42";
        assertThat(new Redactor(List.of(java.util.regex.Pattern.compile("id \\d+"))).redact(text))
                .isEqualTo("mail [redacted], key [redacted], card [redacted], call [redacted], [redacted]");
    }
}
