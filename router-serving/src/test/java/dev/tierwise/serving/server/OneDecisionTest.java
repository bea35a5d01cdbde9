package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.command.RouteCommand;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import dev.tierwise.eval.scores.BundleScores;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * One prompt, one decision: what {@code evaluate} scores, what {@code route} prints, what {@code /v1/route} explains and
 * what becomes of a live request, for 500 prompts and the bundle that ships with the repository.
 */
class OneDecisionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BUNDLE =
            Path.of("..", "models", "default").toAbsolutePath().normalize();
    private static final Path SAMPLE = Path.of("..", "datasets", "sample.csv");
    private static final int PROMPTS = 500;
    private static final double THRESHOLD = 0.2;
    private static final double SAME = 1e-6;

    @TempDir
    private Path folder;

    @Test
    void isTheSameInEvaluateRouteAndTheProxy() throws Exception {
        List<String> prompts = prompts();
        double[] evaluated = evaluated(prompts);
        List<JsonNode> routed = routed(prompts);
        int strong = 0;
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  big: {provider: sim, model: sim-strong}
                  small: {provider: sim, model: sim-weak}
                routers:
                  default: {bundle: "%s", threshold: %s, strong: big, weak: small}
                """.formatted(BUNDLE, THRESHOLD))) {
            for (int i = 0; i < PROMPTS; i++) {
                String prompt = prompts.get(i);
                double score = evaluated[i];
                String tier = score >= THRESHOLD ? "strong" : "weak";
                strong += tier.equals("strong") ? 1 : 0;
                JsonNode offline = routed.get(i);
                JsonNode explained =
                        JSON.readTree(proxy.send("/v1/route", RunningProxy.chatBody("router", prompt, false))
                                .body());
                HttpResponse<String> live = proxy.chat("router", prompt);
                assertThat(live.statusCode()).as(live.body()).isEqualTo(200);

                assertThat(List.of(
                                offline.path("win_probability").asDouble(),
                                explained.path("win_probability").asDouble(),
                                Double.parseDouble(header(live, "x-router-win-probability"))))
                        .as(prompt)
                        .allSatisfy(win -> assertThat(win).isCloseTo(score, within(SAME)));
                assertThat(List.of(
                                offline.path("tier").asText(),
                                explained.path("tier").asText(),
                                header(live, "x-router-tier")))
                        .as(prompt)
                        .containsOnly(tier);
                assertThat(explained.path("reason").asText())
                        .isEqualTo(offline.path("reason").asText());
                assertThat(header(live, "x-router-model")).isEqualTo(tier.equals("strong") ? "big" : "small");
            }
            assertThat(proxy.get("/metrics").body())
                    .as("each live request found the score of its explanation")
                    .contains("tierwise_scores_remembered_total{router=\"default\"} " + PROMPTS + ".0");
        }
        assertThat(strong).as("prompts sent to the strong tier").isBetween(1, PROMPTS - 1);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    /** The sample's prompts, and some of them once more in capitals. */
    private static List<String> prompts() {
        List<String> sample = new ArrayList<>(read(SAMPLE).prompts());
        List<String> all = new ArrayList<>(sample);
        for (int i = 0; all.size() < PROMPTS; i++) {
            String capitals = sample.get(i).toUpperCase(Locale.ROOT);
            if (!all.contains(capitals)) {
                all.add(capitals);
            }
        }
        return all;
    }

    private static EvalSet read(Path file) {
        return new EvalSetReader(
                        ReadOptions.of(List.of(), List.of()).withRoutingText(RoutingText.AS_WRITTEN),
                        TieRule.DEFAULT,
                        Prices.NONE,
                        TokenCounts.DEFAULT)
                .read(file);
    }

    private double[] evaluated(List<String> prompts) throws IOException {
        Path file = folder.resolve("prompts.csv");
        try (CSVPrinter out = new CSVPrinter(Files.newBufferedWriter(file), CSVFormat.RFC4180)) {
            out.printRecord("prompt", "label");
            for (int i = 0; i < prompts.size(); i++) {
                out.printRecord(prompts.get(i), i % 2);
            }
        }
        try (BundleScores scores = BundleScores.open(BUNDLE)) {
            return scores.over(read(file)).score();
        }
    }

    private List<JsonNode> routed(List<String> prompts) throws IOException {
        Path file = folder.resolve("prompts.jsonl");
        List<String> lines = new ArrayList<>();
        for (String prompt : prompts) {
            lines.add(JSON.createObjectNode().put("prompt", prompt).toString());
        }
        Files.write(file, lines);
        StringWriter printed = new StringWriter();
        int exitCode = new CommandLine(new RouteCommand())
                .setOut(new PrintWriter(printed))
                .execute(
                        "--router", BUNDLE.toString(),
                        "--threshold", Double.toString(THRESHOLD),
                        "--input", file.toString());
        assertThat(exitCode).isZero();
        List<JsonNode> routed = new ArrayList<>();
        for (String line : printed.toString().lines().toList()) {
            routed.add(JSON.readTree(line));
        }
        return routed;
    }
}
