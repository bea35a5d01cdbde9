package dev.tierwise.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenReplacesWhatWasThereAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("scores.csv");
        TextFile.write(file, "old");
        TextFile.write(file, "id,score\n");

        assertEquals("id,score\n", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void whereItCannotBeMovedNothingIsLeft() throws IOException {
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("inside"));

        assertThrows(IOException.class, () -> TextFile.write(taken, "text"));
        assertEquals(List.of(taken), files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
