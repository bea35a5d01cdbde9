package dev.tierwise.training.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    @TempDir
    private Path home;

    /** Poured together with others, they would teach what is measured where the large test of their name is held out. */
    @Test
    void smallTestsOfALargeOnesNameOrKindAreLeftOut() throws IOException {
        SourceFiles files = new SourceFiles(List.of(), List.of(Set.of("large", "alike")));

        files.read(file("one.csv", rows("large", 120)));
        files.read(file("two.csv", rows("large", 5) + rows("alike", 7) + rows("other", 11)));
        files.requireTests();

        assertThat(files.rows()).isEqualTo(131);
        assertThat(files.files())
                .extracting(file -> file.name() + " " + file.used() + " of " + file.rows())
                .containsExactly("one.csv 120 of 120", "two.csv 11 of 23");
        assertThat(files.account()).last().asString().startsWith("two.csv/others: 12 rows left out");
    }

    private Path file(String name, String rows) throws IOException {
        return Files.writeString(home.resolve(name), "prompt,benchmark,one,two\n" + rows);
    }

    private static String rows(String test, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "question " + i + " of " + count + " in " + test + "," + test + ",1,0\n")
                .collect(Collectors.joining());
    }
}
