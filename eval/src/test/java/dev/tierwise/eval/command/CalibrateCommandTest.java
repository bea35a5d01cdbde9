package dev.tierwise.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.eval.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the calibrate command prints. */
class CalibrateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FEW = "id,prompt,strong,weak\na,a,1,0\nb,b,0,1\nc,c,0,0\nd,d,0,0\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-3, 1e-7, 1e-200, 1e6, 1e200, -1e-9})
    void thePrintedThresholdIsTheOneThatWasChosen(double scale) throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        List<Double> scores = new ArrayList<>();
        StringBuilder rows = new StringBuilder("id,prompt,strong,weak\n");
        StringBuilder scored = new StringBuilder("id,score\n");
        for (int i = 0; i < 40; i++) {
            // Every other one close to the one before.
            double score = i % 2 == 0 ? scale * random.nextDouble() : scores.getLast() * (1 + 1e-12);
            scores.add(score);
            rows.append(String.format("r%d,hello,1,%d%n", i, i % 3 == 0 ? 1 : 0));
            scored.append("r" + i + "," + score + "\n");
        }
        Path data = write("rows.csv", rows.toString());
        Path file = write("scores.csv", scored.toString());
        for (double share : new double[] {0, 0.025, 0.3, 0.5, 0.75, 1}) {
            Commands text = calibrate(data, file, "--strong-share", share);
            String first = text.out().lines().findFirst().orElse(text.err());
            assertThat(first).startsWith("threshold ").hasSizeLessThan(50);
            assertThat(first.endsWith(" (all to strong)")).as(first).isEqualTo(share == 1);
            double printed = Double.parseDouble(first.split(" ", 3)[1]);
            assertThat(scores.stream().filter(score -> score >= printed).count() / 40.0)
                    .as("%s at scale %s, asked for %s", first, scale, share)
                    .isEqualTo(share);
            JsonNode json = JSON.readTree(
                    calibrate(data, file, "--strong-share", share, "--json").out());
            assertThat(json.path("threshold").asDouble()).isEqualTo(printed);
        }
    }

    @Test
    void thresholdsNeedNoMoreThanSixDecimalsWhereScoresLieApart() throws IOException {
        Path data = write("few.csv", FEW);
        Path scores = write("scores.csv", "id,score\na,.7\nb,.4123456789\nc,.2\nd,.1\n");
        assertThat(calibrate(data, scores, "--strong-share", "0.25").out()).startsWith("threshold 0.556173\n");
        assertThat(calibrate(data, scores, "--strong-share", "0.75").out()).startsWith("threshold 0.150000\n");
        assertThat(calibrate(data, scores, "--strong-share", "1").out())
                .startsWith("threshold 0.000000 (all to strong)\n");
    }

    @Test
    void aPartOfWhatIsNotAboveZeroIsNoFloor() throws IOException {
        Path data = write("rewards.csv", "id,prompt,strong,weak\na,a,-1,-2\nb,b,-2,-1\nc,c,-1,-3\nd,d,-1,-1\n");
        Path scores = write("scores.csv", "id,score\na,.4\nb,.3\nc,.2\nd,.1\n");

        Commands refused = calibrate(data, scores, "--quality", ".9");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("rewards.csv", "mean score is -1.2500", "--max-loss");
        Commands share = calibrate(data, scores, "--strong-share", ".5");
        assertThat(share.code()).as(share.err()).isZero();
        assertThat(share.out()).doesNotContain("NaN").doesNotContainPattern("of strong's quality +\\d");
    }

    /** Strong solved one of four, so that a third of all samples has no quality of strong's to keep a part of. */
    @Test
    void fewRowsGiveNoIntervalAndNoNumberThatIsNone() throws IOException {
        Path data = write("few.csv", FEW);
        Path scores = write("scores.csv", "id,score\na,.7\nb,.4\nc,.2\nd,.1\n");
        Commands json = calibrate(data, scores, "--quality", ".9", "--check", "20", "--json");
        assertThat(json.out()).doesNotContain("NaN").doesNotContain("Infinity");
        JsonNode node = JSON.readTree(json.out());
        assertThat(node.path("kept_quality").isNumber()).isTrue();
        assertThat(node.path("kept_quality_ci").isNull()).isTrue();
        assertThat(node.path("strong_share_ci")).hasSize(2);
        assertThat(node.path("check").path("mean").isNull()).isTrue();
        Commands text = calibrate(data, scores, "--quality", ".9", "--check", "20");
        assertThat(text.out())
                .doesNotContain("NaN")
                .contains("Strong earns nothing in too many samples of these 4 rows")
                .contains("strong earns nothing on some of the halves");
    }

    private Commands calibrate(Path data, Path scores, Object... more) {
        List<Object> args =
                new ArrayList<>(List.of("calibrate", "--data", data, "--scores", scores, "--bootstrap", "100"));
        args.addAll(List.of(more));
        return Commands.run(args.toArray());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
