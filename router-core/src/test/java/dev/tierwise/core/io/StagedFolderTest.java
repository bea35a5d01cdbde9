package dev.tierwise.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedFolderTest {
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path home;

    @Test
    void appearsWholeAtTheCommitAndNotBefore() throws IOException {
        Path target = home.resolve("bundle");
        try (StagedFolder staged = StagedFolder.at(target, false)) {
            staged.write("a.txt", TEXT);
            assertThat(target).doesNotExist();
            staged.commit();
        }

        assertThat(names(home)).containsExactly("bundle");
        assertThat(target.resolve("a.txt")).hasBinaryContent(TEXT);
    }

    @Test
    void leavesNothingWithoutACommitNotEvenTheParentsItMade() throws IOException {
        try (StagedFolder staged = StagedFolder.at(home.resolve("models/mine/bundle"), false)) {
            staged.write("a.txt", TEXT);
        }

        assertThat(names(home)).isEmpty();
    }

    @Test
    void keepsAParentThatSomebodyElseUsesByNow() throws IOException {
        try (StagedFolder staged = StagedFolder.at(home.resolve("models/mine"), false)) {
            Files.createDirectory(home.resolve("models/other"));
            staged.write("a.txt", TEXT);
        }

        assertThat(names(home.resolve("models"))).containsExactly("other");
    }

    @Test
    void refusesWhatExistsAndLeavesItUntouched() throws IOException {
        Path target = Files.createDirectory(home.resolve("bundle"));
        Files.write(target.resolve("old.txt"), TEXT);

        assertThatThrownBy(() -> StagedFolder.at(target, false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(target.toString(), "exists already", "--force");
        assertThatThrownBy(() -> StagedFolder.at(target.resolve("old.txt"), true))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is a file, not a folder");
        assertThat(names(home)).containsExactly("bundle");
        assertThat(names(target)).containsExactly("old.txt");
    }

    @Test
    void replacesTheWholeFolderAndOnlyAtTheCommit() throws IOException {
        Path target = Files.createDirectory(home.resolve("bundle"));
        Files.write(target.resolve("old.txt"), TEXT);
        try (StagedFolder staged = StagedFolder.at(target, true)) {
            staged.write("new.txt", TEXT);
            assertThat(names(target)).containsExactly("old.txt");
            staged.commit();
        }

        assertThat(names(home)).containsExactly("bundle");
        assertThat(names(target)).containsExactly("new.txt");
    }

    @Test
    void aReplacementGivenUpKeepsTheOldFolder() throws IOException {
        Path target = Files.createDirectory(home.resolve("bundle"));
        Files.write(target.resolve("old.txt"), TEXT);
        try (StagedFolder staged = StagedFolder.at(target, true)) {
            staged.write("new.txt", TEXT);
        }

        assertThat(names(home)).containsExactly("bundle");
        assertThat(names(target)).containsExactly("old.txt");
    }

    @Test
    void aFullDiskIsBadInputAndLeavesNothing() throws IOException {
        try (FileSystem disk = smallDisk()) {
            Path folder = disk.getPath("/disk");
            assertThatThrownBy(() -> {
                        try (StagedFolder staged = StagedFolder.at(folder.resolve("new/bundle"), false)) {
                            staged.write("a.txt", TEXT);
                            staged.write("large.txt", new byte[64 * 1024]);
                            staged.commit();
                        }
                    })
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContainingAll("cannot write", "bundle", "free some space");
            assertThat(names(folder)).isEmpty();
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsBadInput() throws IOException {
        Path file = Files.write(home.resolve("file"), TEXT);

        assertThatThrownBy(() -> StagedFolder.at(file.resolve("bundle"), false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("cannot write", file + " is a file, not a folder");
        assertThatThrownBy(() -> StagedFolder.into(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("cannot write", file + " is a file, not a folder");
        assertThatThrownBy(() -> StagedFolder.into(file.resolve("a/b")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("cannot write", file + " is a file, not a folder");
        assertThat(names(home)).containsExactly("file");
    }

    @Test
    void filesGoBesideWhatAFolderHoldsAndOnlyAtTheCommit() throws IOException {
        Path folder = Files.createDirectory(home.resolve("report"));
        Files.write(folder.resolve("notes.txt"), TEXT);
        Files.write(folder.resolve("points.csv"), new byte[1]);
        try (StagedFolder staged = StagedFolder.into(folder)) {
            staged.write("points.csv", TEXT);
            staged.write("report.html", TEXT);
            assertThat(folder.resolve("points.csv")).hasBinaryContent(new byte[1]);
            staged.commit();
        }

        assertThat(names(folder)).containsExactly("notes.txt", "points.csv", "report.html");
        assertThat(folder.resolve("points.csv")).hasBinaryContent(TEXT);
    }

    @Test
    void aFolderIsMadeForFilesAndGoesAgainWithThem() throws IOException {
        StagedFolder.into(home.resolve("reports/mine")).close();
        assertThat(names(home)).isEmpty();

        try (StagedFolder staged = StagedFolder.into(home.resolve("reports/mine"))) {
            staged.write("a.txt", TEXT);
            staged.commit();
        }
        assertThat(names(home.resolve("reports/mine"))).containsExactly("a.txt");
    }

    @Test
    void aFullDiskKeepsTheFilesThatWereThere() throws IOException {
        try (FileSystem disk = smallDisk()) {
            Path folder = disk.getPath("/disk");
            Files.write(folder.resolve("a.txt"), TEXT);
            assertThatThrownBy(() -> {
                        try (StagedFolder staged = StagedFolder.into(folder)) {
                            staged.write("a.txt", new byte[1]);
                            staged.write("large.txt", new byte[64 * 1024]);
                            staged.commit();
                        }
                    })
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContainingAll("cannot write /disk", "free some space");
            assertThat(names(folder)).containsExactly("a.txt");
            assertThat(Files.readAllBytes(folder.resolve("a.txt"))).isEqualTo(TEXT);
        }
    }

    @Test
    void nothingIsWrittenAfterTheEnd() {
        StagedFolder staged = StagedFolder.at(home.resolve("bundle"), false);
        staged.close();

        assertThatThrownBy(() -> staged.write("a.txt", TEXT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(staged::commit).isInstanceOf(IllegalStateException.class);
        assertThat(home.resolve("bundle")).doesNotExist();
    }

    static FileSystem smallDisk() {
        return Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setWorkingDirectory("/disk")
                .setBlockSize(1024)
                .setMaxSize(8 * 1024)
                .build());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
