package dev.tierwise.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenReplacesWhatWasThereAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("scores.csv");
        WholeFile.write(file, "old");
        WholeFile.write(file, "id,score\n");

        assertEquals("id,score\n", Files.readString(file));
        assertEquals(List.of(file), files(folder));
    }

    @Test
    void aFolderIsMadeForItWhereThereIsNone() throws IOException {
        Path file = folder.resolve("data/mine/scores.csv");

        long length = WholeFile.fill(file, part -> Files.size(Files.writeString(part, "text")));

        assertEquals(4, length);
        assertEquals("text", Files.readString(file));
    }

    @Test
    void aFolderOfThatNameIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));

        BadInputException refused = assertThrows(BadInputException.class, () -> WholeFile.requireWritable(taken));
        assertEquals(taken + " is a folder, not a file: choose another name", refused.getMessage());
        assertThrows(BadInputException.class, () -> WholeFile.write(taken, "text"));
        assertEquals(List.of(taken), files(folder));
    }

    @Test
    void anExceptionInTheMiddleLeavesNothing() throws IOException {
        Path file = folder.resolve("data/scores.csv");

        assertThrows(
                IllegalStateException.class,
                () -> WholeFile.fill(file, part -> {
                    Files.writeString(part, "half");
                    throw new IllegalStateException("stopped");
                }));
        assertEquals(List.of(), files(folder));
    }

    @Test
    void aFullDiskIsBadInputAndKeepsTheOldFile() throws IOException {
        try (FileSystem disk = StagedFolderTest.smallDisk()) {
            Path file = disk.getPath("/disk/scores.csv");
            WholeFile.write(file, "old");

            BadInputException refused =
                    assertThrows(BadInputException.class, () -> WholeFile.write(file, "x".repeat(64 * 1024)));
            assertEquals(
                    "cannot write /disk/scores.csv: out of disk space; free some space or choose another place",
                    refused.getMessage());
            assertEquals("old", Files.readString(file));
            assertEquals(List.of(file), files(disk.getPath("/disk")));
        }
    }

    @Test
    void whatIsAskedBeforehandLeavesNothing() throws IOException {
        WholeFile.requireWritable(folder.resolve("data/scores.csv"));

        assertEquals(List.of(), files(folder));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
