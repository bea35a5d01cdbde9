package dev.tierwise.eval.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.strategy.attempt.Arithmetic;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import dev.tierwise.eval.scores.RouterScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies replayed on answers so few that their cost and quality can be counted by hand. */
class StrategyEvaluationTest {
    private static final Prices PRICES = Prices.of(null, List.of("big=0,4", "small=0,4"));

    @TempDir
    private Path folder;

    private EvalSet rows() throws IOException {
        // Answers of 40 characters are 10 tokens: 40 millionths of a dollar from either model.
        Path csv = folder.resolve("rows.csv");
        Files.write(csv, List.of("id,prompt,big,small", "a,aaaa,1,1", "b,bbbb,1,1", "c,cccc,1,0", "d,dddd,1,0"));
        return new EvalSetReader(
                        ReadOptions.of(List.of("big"), List.of("small")), TieRule.DEFAULT, PRICES, TokenCounts.DEFAULT)
                .read(csv);
    }

    private StrategyResult evaluate(double... score) throws Exception {
        Path recorded = folder.resolve("answers.jsonl");
        String fine = "It is 1 + 1 = 2. ".repeat(3).substring(0, 40);
        String wrong = "It is 1 + 1 = 3. ".repeat(3).substring(0, 40);
        Files.write(
                recorded,
                List.of(line("a", fine, fine), line("b", fine, fine), line("c", fine, wrong), line("d", fine, wrong)));
        return new StrategyEvaluation(new Bootstrap(50, 1), RecordedAnswers.read(recorded), List.of(new Arithmetic()))
                .evaluate(rows(), "big", "small", PRICES, List.of(RouterScores.router("r", score)));
    }

    private static String line(String id, String big, String small) {
        return "{\"id\":\"" + id + "\",\"responses\":{\"big\":\"" + big + "\",\"small\":\"" + small + "\"}}";
    }

    @Test
    void aCascadePaysForBothCallsWhereItsCheckRejects() throws Exception {
        StrategyResult result = evaluate(0.1, 0.2, 0.3, 0.4);

        assertThat(result.accepted()).isEqualTo(2);
        StrategyResult.Row cascade = row(result, "cascade");
        assertThat(cascade.quality()).isEqualTo(1);
        assertThat(cascade.cost()).as("four attempts, two escalations").isCloseTo(60e-6, within(1e-12));
    }

    @Test
    void aClassifierIsACurveAndStandsBesideItsCascade() throws Exception {
        StrategyResult result = evaluate(0.1, 0.2, 0.8, 0.9);

        assertThat(row(result, "always-strong").cost()).isCloseTo(40e-6, within(1e-12));
        assertThat(row(result, "always-strong").saving()).isZero();
        assertThat(row(result, "classifier").quality()).isGreaterThanOrEqualTo(0.95);
        assertThat(row(result, "classifier + cascade").quality()).isEqualTo(1);
        assertThat(result.compared()).isEqualTo("classifier");
        assertThat(StrategyText.of(result)).contains("classifier + cascade", "2 of 4 weak answers");
    }

    @Test
    void scoresThatAreNoProbabilitiesAreReplayedByTheirOrder() throws Exception {
        assertThat(evaluate(-7, 0, 523, 1e9)).isEqualTo(evaluate(0.1, 0.2, 0.8, 0.9));
    }

    private static StrategyResult.Row row(StrategyResult result, String name) {
        return result.strategies().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAnswerThatWasNotRecordedIsNamed() throws IOException {
        Path recorded = Files.writeString(folder.resolve("few.jsonl"), line("a", "x", "y"));
        RecordedAnswers answers = RecordedAnswers.read(recorded);

        assertThatThrownBy(() -> answers.of("big", "b"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has no answer of \"big\" to row b");
        assertThatThrownBy(() -> Checks.of("length=7"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("length=20-600");
    }
}
