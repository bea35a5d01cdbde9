package dev.tierwise.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.training.CommandRun;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PromptSplitTest {
    private static final int ROWS = 300;

    @TempDir
    private Path folder;

    private Path data = Path.of("");

    /** Every prompt twice, in rows far apart. */
    @BeforeEach
    void writeRows() throws IOException {
        data = Files.writeString(
                folder.resolve("mine.csv"),
                IntStream.range(0, ROWS)
                        .mapToObj(i -> "\"prompt, " + i % (ROWS / 2) + "\"," + i % 2 + "\r\n")
                        .collect(Collectors.joining("", "prompt,label\r\n", "")));
    }

    @Test
    void aPromptStandsOnOneSideAlone() throws IOException {
        CommandRun run = split(folder.resolve("cut"), "200", "100");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> train = Files.readAllLines(folder.resolve("cut/train.csv"));
        List<String> heldBack = Files.readAllLines(folder.resolve("cut/held-back.csv"));
        assertThat(train).hasSize(201).startsWith("prompt,label");
        assertThat(heldBack).hasSize(101).startsWith("prompt,label");
        assertThat(heldBack.subList(1, 101)).doesNotContainAnyElementsOf(train);
    }

    @Test
    void theFileThatIsReadIsNotWrittenOver() throws IOException {
        Path before = data;
        data = Files.copy(before, folder.resolve("train.csv"));

        CommandRun run = split(folder, "200", "100");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(data + " would be written over, and is read");
        assertThat(data).hasSameBinaryContentAs(before);
        assertThat(folder.resolve("held-back.csv")).doesNotExist();
    }

    @Test
    void moreRowsThanThereAreAreRefused() throws IOException {
        for (String heldBack : List.of("101", Long.toString(Long.MAX_VALUE))) {
            CommandRun run = split(folder.resolve("cut"), "200", heldBack);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().strip())
                    .isEqualTo(data + " has 300 rows, fewer than the 200 and " + heldBack
                            + " asked for: lower --train or --hold-back");
        }
        assertThat(folder.resolve("cut")).doesNotExist();
    }

    @Test
    void aDiskWithRoomForOneOfTheFilesKeepsTheTwoOfTheSplitBefore() throws IOException {
        Configuration small = Configuration.unix().toBuilder()
                .setWorkingDirectory("/disk")
                .setBlockSize(512)
                .setMaxSize(4 * 1024)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path out = disk.getPath("/disk/data");
            PromptSplit split = new PromptSplit(data, 1);
            split.write(10, 10, out);
            byte[] before = Files.readAllBytes(out.resolve(PromptSplit.TRAIN));

            assertThatThrownBy(() -> split.write(150, 150, out))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContainingAll("cannot write /disk/data", "free some space");
            assertThat(Files.readAllBytes(out.resolve(PromptSplit.TRAIN))).isEqualTo(before);
            try (Stream<Path> left = Files.list(out)) {
                assertThat(left.map(file -> String.valueOf(file.getFileName())))
                        .containsExactlyInAnyOrder(PromptSplit.TRAIN, PromptSplit.HELD_BACK);
            }
        }
    }

    private CommandRun split(Path out, String train, String heldBack) {
        return CommandRun.ofLine(
                "datasets",
                "split",
                data.toString(),
                "--train",
                train,
                "--hold-back",
                heldBack,
                "--out",
                out.toString());
    }
}
