package dev.tierwise.eval.command;

import static dev.tierwise.eval.command.EvaluateCommandTest.router;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.eval.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluate command on files that are right, but not what most are like. */
class EvaluateUnusualDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    /** Of a prompt beyond 16,384 characters a router reads the two ends; it is paid for, and is as long, as a whole. */
    @Test
    void aLongPromptCountsAsAWholeInEveryShape() throws IOException {
        String rows = "%s%nneeded,%s,1,%s%nidle,%s,0,%s%n";
        String longer = "a".repeat(60_000);
        String shorter = "b".repeat(20_000);
        Path labelled = Files.writeString(
                folder.resolve("labelled.csv"), rows.formatted("id,prompt,label,source", longer, "x", shorter, "x"));
        Path wide = Files.writeString(
                folder.resolve("wide.csv"), rows.formatted("id,prompt,strong,weak", longer, "0", shorter, "0"));
        Commands result = Commands.run(
                "evaluate",
                "--json",
                "--data",
                labelled,
                wide,
                "--bootstrap",
                "10",
                "--price",
                "strong=10,0",
                "--price",
                "weak=1,0");
        assertThat(result.err()).isEmpty();
        for (JsonNode dataset : JSON.readTree(result.out()).path("datasets")) {
            assertThat(dataset.path("strong_cost_per_1000").asDouble())
                    .as("%s: 10,000 tokens on the mean", dataset.path("name"))
                    .isCloseTo(100, within(1e-9));
            assertThat(router(dataset, "length").path("apgr").asDouble())
                    .as("%s: the longer one goes first", dataset.path("name"))
                    .isEqualTo(0.75);
        }
    }

    @Test
    void filesInAnyScriptHavePlotsOfTheirOwn() throws IOException {
        Path data = RandomRows.write(folder).data();
        Path first = Files.copy(data, folder.resolve("\u6570\u5b66.csv"));
        Path second = Files.copy(data, folder.resolve("\u5316\u5b66.csv"));
        Path out = folder.resolve("report");
        Commands result = Commands.run(
                "evaluate",
                "--data",
                first,
                second,
                "--strong",
                "strong",
                "--weak",
                "weak",
                "--bootstrap",
                "5",
                "--out",
                out);
        assertThat(result.code()).as(result.err()).isZero();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.filter(file -> file.toString().endsWith("-quality.png")))
                    .hasSize(2);
        }
    }

    @Test
    void fewRowsGiveNoIntervalAndNoNumberThatIsNone() throws IOException {
        Path data = Files.writeString(
                folder.resolve("few.csv"), "id,prompt,strong,weak\na,hello,1,0\nb,bye,0,1\nc,one,0,0\nd,seven,1,0\n");
        Path scores = Files.writeString(folder.resolve("mine.csv"), "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        for (Object format : new Object[] {"--seed=1", "--json"}) {
            Commands result =
                    Commands.run("evaluate", "--data", data, "--scores", scores, "--bootstrap", "200", format);
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out())
                    .doesNotContain("NaN", "Infinity")
                    .contains("mine is not shown to beat prompt length", "without an interval");
        }
    }

    @Test
    void aGapOfRoundingIsNoGap() throws IOException {
        Path data = Files.writeString(
                folder.resolve("thirds.csv"), "id,prompt,strong,weak\na,a,.8,.7\nb,bb,.3,.8\nc,ccc,.7,.3\n");
        Path out = folder.resolve("report");
        Commands result = Commands.run("evaluate", "--data", data, "--bootstrap", "20", "--out", out);
        assertThat(result.out()).contains("no gap to recover").doesNotContain("E1");
        assertThat(Files.readAllLines(out.resolve("points.csv")))
                .first()
                .asString()
                .contains("pgr");
        JsonNode dataset = JSON.readTree(out.resolve("report.json").toFile())
                .path("datasets")
                .path(0);
        assertThat(router(dataset, "length").path("apgr").isNull()).isTrue();
        assertThat(Files.readString(out.resolve("points.csv"))).doesNotContain("E1");
    }
}
