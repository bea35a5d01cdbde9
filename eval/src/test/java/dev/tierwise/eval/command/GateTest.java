package dev.tierwise.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.bundle.BundleWriter;
import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.TestHeads;
import dev.tierwise.eval.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits that evaluate holds routers to, and the exit code it ends with. */
class GateTest {
    @TempDir
    private Path folder = Path.of("");

    private RandomRows rows;

    @BeforeEach
    void writeRows() throws IOException {
        rows = RandomRows.write(folder);
    }

    @Test
    void aLimitThatIsNotKeptIsAFailureNotAMistake() {
        Commands kept = scored("apgr=.6");
        Commands broken = scored("apgr=5");
        assertThat(kept.code()).as(kept.err()).isZero();
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.err()).contains("good on rows.csv: apgr").contains("is under 5.0000");
    }

    private Commands scored(String limit) {
        return Commands.run(
                "evaluate",
                "--data",
                rows.data(),
                "--strong",
                "strong",
                "--weak",
                "weak",
                "--bootstrap",
                "20",
                "--scores",
                rows.good(),
                "--fail-under",
                limit);
    }

    @Test
    void aBundleOfManyTiersIsHeldToItsAiq() throws IOException {
        Path bundle = tierBundle();
        Object[] prices = {"--price", "strong=10,30", "--price", "weak=.5,.5", "--price", "middle=1,2"};
        assertThat(alone(bundle, "aiq=.1", prices).code()).isZero();
        Commands missed = alone(bundle, "aiq=.999", prices);
        assertThat(missed.code()).isEqualTo(1);
        assertThat(missed.err()).contains("tiers on few.csv: aiq").contains("is under .9990");
        Commands another = alone(bundle, "apgr=.1", prices);
        assertThat(another.code()).isEqualTo(2);
        assertThat(another.err()).contains("tiers chooses among many models, which has no apgr");
        Commands free = alone(bundle, "aiq=.1");
        assertThat(free.code()).isEqualTo(2);
        assertThat(free.err()).contains("few.csv has no three columns with a price", "--price");
        assertThat(free.out()).isEmpty();
    }

    private Commands alone(Path bundle, String limit, Object... prices) throws IOException {
        // Encoding is what takes time here, and a few rows are enough.
        Path few = Files.write(
                folder.resolve("few.csv"), Files.readAllLines(rows.data()).subList(0, 50));
        List<Object> args = new ArrayList<>(List.of("evaluate", "--router", bundle, "--data", few));
        args.addAll(List.of("--bootstrap", "20", "--fail-under", limit));
        args.addAll(List.of(prices));
        return Commands.run(args.toArray());
    }

    private Path tierBundle() {
        try (Featurizer featurizer = new Featurizer(OnnxEncoder.miniLm(64))) {
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    "tiers",
                    Instant.EPOCH,
                    Stream.of("weak", "middle", "strong")
                            .map(tier -> new Manifest.Tier(tier, List.of(tier)))
                            .toList(),
                    featurizer.encoder().spec(),
                    RoutingText.DEFAULT,
                    Manifest.Features.of(featurizer),
                    new Manifest.Head(
                            "test",
                            "random weights",
                            "none",
                            Map.of(),
                            Map.of(OnnxScorer.TIER_QUALITY, List.of(-1L, 3L))),
                    TieRule.DEFAULT,
                    List.of(),
                    List.of(),
                    new Manifest.Training("none", 1, List.of(), 0, "", Map.of()),
                    Map.of());
            Path bundle = folder.resolve("tiers");
            byte[] head = TestHeads.tiers(featurizer.schema().size(), 3, new Random(1));
            BundleWriter.write(bundle, false, Map.of(RouterBundle.HEAD, head), manifest);
            return bundle;
        }
    }
}
