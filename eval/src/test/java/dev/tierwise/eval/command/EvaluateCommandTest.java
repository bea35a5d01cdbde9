package dev.tierwise.eval.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.testing.RealData;
import dev.tierwise.eval.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluate command from its arguments to its files. */
class EvaluateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    private RandomRows rows;

    @BeforeEach
    void writeRows() throws IOException {
        rows = RandomRows.write(folder);
    }

    @Test
    void reportHasTheShapeThatOtherProgramsRead() throws IOException {
        Path out = folder.resolve("report");
        Commands result = run("--out", out, "--price", "strong=10,30", "--price", "weak=0.5,0.5");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(out).isDirectoryContaining("glob:**report.html").isDirectoryContaining("glob:**points.csv");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("report.json", "rows-quality.png", "rows-pgr.png", "rows-reliability.png")
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
        JsonNode dataset = JSON.readTree(out.resolve("report.json").toFile())
                .path("datasets")
                .path(0);
        assertThat(dataset.path("name").asText()).isEqualTo("rows.csv");
        assertThat(dataset.path("n").asInt()).isEqualTo(RandomRows.COUNT);
        List<String> names = new ArrayList<>();
        for (JsonNode router : dataset.path("routers")) {
            names.add(router.path("name").asText());
            for (String key : List.of(
                    "apgr",
                    "apgr_ci",
                    "apgr_routellm11",
                    "cpt20",
                    "cpt50",
                    "cpt80",
                    "auroc",
                    "brier",
                    "ece",
                    "aiq",
                    "saving_at_95_quality",
                    "categories")) {
                assertThat(router.has(key))
                        .as("%s of %s", key, router.path("name"))
                        .isTrue();
            }
        }
        assertThat(names)
                .containsExactly(
                        "good", "poor", "random", "length", "category-mean", "oracle", "always-strong", "always-weak");
        JsonNode goodRouter = router(dataset, "good");
        assertThat(goodRouter.path("apgr").asDouble()).isBetween(0.65, 0.85);
        assertThat(goodRouter.path("apgr_ci").path(0).asDouble())
                .isLessThan(goodRouter.path("apgr").asDouble());
        assertThat(goodRouter.path("cpt50").asDouble()).isBetween(0.0, 0.5);
        assertThat(router(dataset, "random").path("apgr").asDouble()).isEqualTo(0.5);
        assertThat(router(dataset, "always-strong").path("apgr").isNull()).isTrue();
        assertThat(router(dataset, "length").path("brier").isNull()).isTrue();
        assertThat(goodRouter.path("categories").findValuesAsText("category")).containsExactly("easy", "hard", "rare");
        assertThat(goodRouter.path("categories").path(2).path("few_rows").asBoolean())
                .isTrue();
        assertThat(dataset.path("cost_basis").asText()).contains("measured for 1,200 of 2,400");
    }

    @Test
    void pointsOfRowsThatAreRankedWithinFoldsHaveNoThreshold() throws IOException {
        String folds = Files.readString(rows.good())
                .lines()
                .map(line -> line + (line.startsWith("id") ? ",fold" : line.hashCode() % 2 == 0 ? ",0" : ",1"))
                .collect(Collectors.joining("\n"));
        Path out = folder.resolve("report");
        Commands result = run("--out", out, "--scores", Files.writeString(folder.resolve("folds.csv"), folds));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("points.csv")))
                .filteredOn(line -> line.startsWith("rows.csv,folds,"))
                .hasSizeGreaterThan(500)
                .allMatch(line -> line.startsWith("rows.csv,folds,,"));
    }

    @Test
    void aBetterRouterIsShownToBeBetterAndItsReverseToBeWorse() throws IOException {
        JsonNode dataset = JSON.readTree(run("--json").out()).path("datasets").path(0);
        for (JsonNode difference : dataset.path("differences")) {
            if (difference.path("a").asText().equals("good")
                    && difference.path("b").asText().equals("poor")
                    && difference.path("figure").asText().equals("apgr")) {
                assertThat(difference.path("ci").path(0).asDouble()).isGreaterThan(0);
                return;
            }
        }
        throw new AssertionError("no difference between good and poor in " + dataset.path("differences"));
    }

    @Test
    void shuffledLabelsBringEveryRouterToChance() throws IOException {
        Commands result = run("--json", "--shuffle-labels", "--seed", "3");
        JsonNode dataset = JSON.readTree(result.out()).path("datasets").path(0);
        for (String name : List.of("good", "poor", "length")) {
            JsonNode router = router(dataset, name);
            assertThat(0.5)
                    .as("%s: %s", name, router.path("apgr_ci"))
                    .isBetween(
                            router.path("apgr_ci").path(0).asDouble(),
                            router.path("apgr_ci").path(1).asDouble());
            assertThat(router.path("auroc").asDouble()).isCloseTo(0.5, within(0.06));
        }
        assertThat(run("--shuffle-labels").out()).startsWith("CONTROL");
    }

    @Test
    void shuffledLabelsAreThoseOfManyModelsAndOfStrategiesToo() throws IOException {
        Object[] asked = {
            "--json",
            "--model-scores",
            knowing(),
            "--answers",
            answers(),
            "--price",
            "strong=10,30",
            "--price",
            "weak=.5,.5",
            "--price",
            "middle=1,2"
        };
        JsonNode real = JSON.readTree(run(asked).out()).path("datasets").path(0);
        JsonNode dealt = JSON.readTree(run(Stream.concat(Stream.of(asked), Stream.of("--shuffle-labels"))
                                .toArray())
                        .out())
                .path("datasets")
                .path(0);
        assertThat(overMixtures(real)).isGreaterThan(0.05);
        assertThat(overMixtures(dealt)).isLessThan(0.01);
        assertThat(savingOfTheGoodOne(real)).isGreaterThan(savingOfTheGoodOne(dealt) + 0.1);
    }

    private static double overMixtures(JsonNode dataset) {
        return router(dataset.path("models"), "knowing").path("over_mixtures").asDouble();
    }

    private static double savingOfTheGoodOne(JsonNode dataset) {
        JsonNode row = dataset.path("strategies").path("rows").path(1);
        assertThat(row.path("name").asText()).isEqualTo("classifier good");
        return row.path("saving_at_95_quality").asDouble();
    }

    @Test
    void chanceIsDrawnForTheRowsThatHaveAWinner() throws IOException {
        String decided = Files.readString(rows.data())
                .lines()
                .filter(line -> {
                    String[] cells = line.split(",", -1);
                    return !cells[3].equals(cells[4]);
                })
                .collect(Collectors.joining("\n"));
        Path fewer = Files.writeString(folder.resolve("decided.csv"), decided);
        JsonNode datasets = JSON.readTree(
                        run("--json", "--ties", "drop", "--data", fewer).out())
                .path("datasets");
        double dropped = router(datasets.path(0), "good").path("ece_null95").asDouble();
        double absent = router(datasets.path(1), "good").path("ece_null95").asDouble();
        assertThat(dropped).isCloseTo(absent, withinPercentage(10));
    }

    @Test
    void sameSeedGivesTheSameReportToTheByte() {
        assertThat(run("--json").out()).isEqualTo(run("--json").out());
    }

    @Test
    void aPriceOfATierIsPaidForTheAnswersOfAllItsColumns() throws IOException {
        Path file = Files.writeString(
                folder.resolve("tier.csv"),
                "prompt,s1,s2,w,s1#output_tokens,s2#output_tokens\nhard,1,1,0,10,4000\neasy,1,1,1,10,4000\n");
        Commands result = Commands.run(
                "evaluate",
                "--json",
                "--data",
                file,
                "--strong",
                "s1,s2",
                "--weak",
                "w",
                "--bootstrap",
                "10",
                "--price",
                "strong=0,10",
                "--price",
                "weak=0,1");
        JsonNode dataset = JSON.readTree(result.out()).path("datasets").path(0);
        assertThat(dataset.path("strong_cost_per_1000").asDouble()).isCloseTo(1000 * 2005 * 10 / 1e6, within(1e-9));
    }

    @Test
    void manyModelsAreComparedWithTheirMixtures() throws IOException {
        Commands result = run("--json", "--price", "strong=10,30", "--price", "weak=.5,.5", "--price", "middle=1,2");
        JsonNode models = JSON.readTree(result.out()).path("datasets").path(0).path("models");
        assertThat(models.path("n").asInt()).isEqualTo(RandomRows.COUNT);
        assertThat(models.path("models").findValuesAsText("model")).containsExactly("strong", "weak", "middle");
        assertThat(models.path("hull").findValuesAsText("model"))
                .startsWith("weak")
                .endsWith("strong");
        JsonNode routers = models.path("routers");
        assertThat(routers.path(0).path("name").asText()).isEqualTo("mixtures");
        JsonNode oracle = routers.path(routers.size() - 1);
        assertThat(oracle.path("name").asText()).isEqualTo("oracle");
        assertThat(oracle.path("over_mixtures_ci").path(0).asDouble()).isGreaterThan(0.05);
    }

    @Test
    void aRouterAmongManyModelsThatKnowsThemReachesTheOracle() throws IOException {
        Commands result = run(
                "--json",
                "--model-scores",
                knowing(),
                "--price",
                "strong=10,30",
                "--price",
                "weak=.5,.5",
                "--price",
                "middle=1,2");
        JsonNode routers = JSON.readTree(result.out())
                .path("datasets")
                .path(0)
                .path("models")
                .path("routers");
        assertThat(routers.path(1).path("name").asText()).startsWith("always ");
        assertThat(routers.path(2).path("name").asText()).isEqualTo("knowing");
        assertThat(routers.path(2).path("aiq").asDouble())
                .isCloseTo(routers.path(routers.size() - 1).path("aiq").asDouble(), within(0.005));
    }

    @Test
    void strategiesOnRecordedAnswersStandInTheReport() throws IOException {
        Path out = folder.resolve("report");
        Commands result = run("--out", out, "--answers", answers(), "--price", "strong=10,30", "--price", "weak=.5,.5");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Strategies on the recorded answers of rows.csv");
        JsonNode strategies = JSON.readTree(out.resolve("report.json").toFile())
                .path("datasets")
                .path(0)
                .path("strategies");
        assertThat(strategies.path("compared_with").asText()).startsWith("classifier");
        assertThat(strategies.path("rows").findValuesAsText("name"))
                .startsWith("always-strong")
                .endsWith("speculative");
        strategies
                .path("rows")
                .forEach(row -> assertThat(row.path("saving_at_95_quality").asDouble())
                        .as("%s", row)
                        .isBetween(row.path("saving_at_95_quality_ci").path(0).asDouble() - 1e-9, 1.0));
    }

    @Test
    void printsTheReferenceFiguresOfAPublicSet() {
        Path mmlu = RealData.file("routellm-mmlu.csv");
        Commands result = Commands.run(
                "evaluate",
                "--data",
                mmlu,
                "--strong",
                "gpt-4-1106-preview",
                "--weak",
                "mistralai/Mixtral-8x7B-Instruct-v0.1",
                "--bootstrap",
                "20");
        assertThat(result.out())
                .contains("n=9835", "strong .8069, weak .6851", ".5937", "35.59 %", "66.58 %", ".5906", "1.2993")
                .contains(".7109", ".5707");
    }

    /** Predictions of a router among the models that has seen the outcomes. */
    private Path knowing() throws IOException {
        String predictions = Files.readString(rows.data())
                .lines()
                .map(line -> line.split(",", -1))
                .map(cells -> cells[0] + "," + cells[3] + "," + cells[4] + "," + cells[5])
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("knowing.csv"), predictions + "\n");
    }

    private Path answers() throws IOException {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < RandomRows.COUNT; i++) {
            String weak = i % 3 == 0 ? "I am not sure, but it may be 4." : "It is 2 + 2 = 4.";
            answers.append(String.format(
                    "{\"id\":\"r%d\",\"responses\":{\"strong\":\"2 + 2 = 4\",\"weak\":\"%s\"}}%n", i, weak));
        }
        return Files.writeString(folder.resolve("answers.jsonl"), answers);
    }

    private Commands run(Object... more) {
        List<Object> args = new ArrayList<>(List.of(
                "evaluate",
                "--data",
                rows.data(),
                "--strong",
                "strong",
                "--weak",
                "weak",
                "--bootstrap",
                "200",
                "--scores",
                rows.good(),
                "--scores",
                rows.poor()));
        args.addAll(List.of(more));
        return Commands.run(args.toArray());
    }

    static JsonNode router(JsonNode dataset, String name) {
        for (JsonNode router : dataset.path("routers")) {
            if (router.path("name").asText().equals(name)) {
                return router;
            }
        }
        throw new AssertionError("no router " + name);
    }
}
