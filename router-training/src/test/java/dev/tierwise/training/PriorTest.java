package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code prior} refuses: each a sentence, and nothing is left behind. */
final class PriorTest {
    @TempDir
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private TrainFixture fixture;

    @BeforeEach
    void setUp() throws IOException {
        fixture = new TrainFixture(home);
    }

    @Test
    void oneKindOfTestsTeachesNothingOfAnother() throws IOException {
        assertThat(refused("0.2,0.4")).contains("two or more kinds of tests with 100 rows each", "wide.csv/test");
    }

    @Test
    void aColumnOfPointsIsNoColumnOfShares() throws IOException {
        assertThat(refused("0.2,7")).contains("wide.csv: the column \"two\" is 7.00 in the mean", "divide them");
    }

    @Test
    void testsThatAreNamedMustBeThere() throws IOException {
        assertThat(refused("0.2,0.4", "--without", "tset"))
                .contains("--without tset: no row has it in the column benchmark; there are test");
        assertThat(refused("0.2,0.4", "--alike", "test, tset")).contains("--alike tset: no row has it");
    }

    @Test
    void twoFilesOfANameWouldBeOne() throws IOException {
        Path folder = Files.createDirectory(fixture.path("other"));
        Path other = Files.writeString(folder.resolve("wide.csv"), "prompt,benchmark,two,one\nhello,test,1,0\n");
        assertThat(refused("0.2,0.4", "--data", other.toString()))
                .contains("two files of the name \"wide.csv\"", "rename one");
    }

    private String refused(String scores, String... options) throws IOException {
        Path wide = fixture.csv(
                "wide.csv", "prompt,benchmark,one,two", s -> TrainFixture.quoted(s.prompt()) + ",test," + scores);
        List<String> args = new ArrayList<>(List.of("prior", "--data", wide.toString(), "--no-cache"));
        args.addAll(List.of("--out", fixture.out().resolve("prior").toString()));
        args.addAll(List.of(options));

        CommandRun run = CommandRun.ofLine(args.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(fixture.left()).isEmpty();
        return run.err();
    }
}
