package dev.tierwise.eval.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.testing.RealData;
import dev.tierwise.eval.Commands;
import dev.tierwise.eval.calibrate.Goal.MaxLoss;
import dev.tierwise.eval.calibrate.Goal.Quality;
import dev.tierwise.eval.calibrate.Goal.StrongShare;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.rows.TokenCounts;
import dev.tierwise.eval.scores.Baselines;
import dev.tierwise.eval.scores.RouterScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds chosen on one random half of MMLU and held to their promise on the other, 200 times; prints what it finds. */
class CalibrateExperimentTest {
    private static final int ROUNDS = 200;

    /** Three standard errors of a violation rate of .1 over 200 rounds. */
    private static final double CHANCE = 0.064;

    @Test
    void aStrongShareComesOutOnTheOtherHalfOnAverage() {
        HalvesCheck check = check(new StrongShare(0.3));
        assertThat(check.measured().mean()).isCloseTo(0.3, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.95})
    void aQualityFloorHoldsAsOftenAsPromised(double part) {
        assertThat(check(new Quality(part, 0.9)).violations()).isLessThan(0.1 + CHANCE);
        assertThat(check(new Quality(part, 0.5)).violations()).isBetween(0.3, 0.7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1})
    void aBoundOnLossHoldsOnAverageOrAsOftenAsPromised(double bound) {
        assertThat(check(new MaxLoss(bound, OptionalDouble.empty())).measured().mean())
                .isLessThan(bound + 0.0005);
        assertThat(check(new MaxLoss(bound, OptionalDouble.of(0.9))).violations())
                .isLessThan(0.1 + CHANCE);
    }

    /** Places within folds run from 0 to 1 whatever the scores are, so one of them would be no threshold here. */
    @Test
    void foldsOnDifferentScalesKeepTheirPromiseOnTheirOwnRows(@TempDir Path folder) throws IOException {
        StringBuilder rows = new StringBuilder("id,prompt,strong,weak\n");
        StringBuilder scores = new StringBuilder("id,score,fold\n");
        for (int i = 0; i < 400; i++) {
            rows.append(String.format("r%d,hello,1,%d%n", i, i % 3 == 0 ? 1 : 0));
            int fold = i % 2;
            scores.append(String.format(Locale.ROOT, "r%d,%.4f,%d%n", i, 0.1 + 0.1 * fold + 0.0002 * i, fold));
        }
        Commands result = Commands.run(
                "calibrate",
                "--data",
                Files.writeString(folder.resolve("rows.csv"), rows),
                "--scores",
                Files.writeString(folder.resolve("scores.csv"), scores),
                "--strong-share",
                "0.3",
                "--bootstrap",
                "20");
        assertThat(result.out()).as(result.err()).containsPattern("strong share +30\\.00 %");
    }

    /** That strong never won among a dozen rows does not mean that it never will. */
    @Test
    void fewRowsWithoutALossPromiseNoSmallLoss(@TempDir Path folder) throws IOException {
        StringBuilder rows = new StringBuilder("id,prompt,strong,weak\n");
        StringBuilder scores = new StringBuilder("id,score\n");
        for (int i = 0; i < 12; i++) {
            rows.append(String.format("r%d,hello,%d,1%n", i, i == 0 ? 0 : 1));
            scores.append(String.format(Locale.ROOT, "r%d,%.2f%n", i, 0.2 + 0.05 * i));
        }
        Commands result = Commands.run(
                "calibrate",
                "--data",
                Files.writeString(folder.resolve("rows.csv"), rows),
                "--scores",
                Files.writeString(folder.resolve("scores.csv"), scores),
                "--max-loss",
                "0.001",
                "--bootstrap",
                "20");
        assertThat(result.out()).as(result.err()).containsPattern("strong share +100\\.00 %");
    }

    private static HalvesCheck check(Goal goal) {
        EvalSet set = new EvalSetReader(
                        ReadOptions.of(List.of("gpt-4-1106-preview"), List.of("mistralai/Mixtral-8x7B-Instruct-v0.1")),
                        TieRule.DEFAULT,
                        Prices.NONE,
                        TokenCounts.DEFAULT)
                .read(RealData.file("routellm-mmlu.csv"));
        RouterScores length = Baselines.of(set).stream()
                .filter(router -> router.name().equals(Baselines.LENGTH))
                .findFirst()
                .orElseThrow();
        HalvesCheck check = HalvesCheck.run(set, length, goal, ROUNDS, 20);
        System.out.printf(
                Locale.ROOT,
                "%s: mean %.4f, spread %.4f%s%n",
                goal.claim(),
                check.measured().mean(),
                check.measured().spread(),
                Double.isNaN(check.violations())
                        ? ""
                        : String.format(Locale.ROOT, ", violated in %.1f %%", 100 * check.violations()));
        return check;
    }
}
