package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.testing.RealData;
import dev.tierwise.training.head.HeadFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bundles in {@code models} are what their own commands make of the public data. CPUs differ in the last bits of
 * an embedding, so the retrained bundle is compared by what it decides and measures, not by its bytes.
 */
class DefaultBundleTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final List<String> FILES = List.of("routellm-mmlu.csv", "routellm-gsm8k.csv");
    private static final String STRONG = "gpt-4-1106-preview";
    private static final String WEAK = "mistralai/Mixtral-8x7B-Instruct-v0.1";
    private static final int COMPARED = 1_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"default, accurate", "default-fast, fast"})
    void isWhatItsCommandMakesOfTheData(String name, String profile) {
        List<Path> data = FILES.stream().map(RealData::file).toList();
        Path retrained = folder.resolve(name);

        List<String> args = new ArrayList<>(List.of(
                "train",
                "--data",
                data.get(0).toString(),
                "--data",
                data.get(1).toString(),
                "--strong",
                STRONG,
                "--weak",
                WEAK,
                "--profile",
                profile,
                // The family that was chosen when the bundle was made: to choose again would take as long again.
                "--head",
                HeadFamily.STACK.label(),
                "--out",
                retrained.toString()));
        Path committed = MODELS.resolve(name);
        if (Files.exists(committed.resolve(RouterBundle.ENCODER))) {
            // What distill made travels with the bundle.
            args.addAll(List.of("--encoder", committed.toString()));
        }
        CommandRun run = CommandRun.ofLine(args.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (RouterBundle then = RouterBundle.open(committed);
                RouterBundle now = RouterBundle.open(retrained)) {
            sameOrigin(then.manifest(), now.manifest());
            sameFigures(then.manifest().metrics(), now.manifest().metrics());
            sameDecisions(name, then, now, data.get(0));
        }
    }

    private static void sameOrigin(Manifest committed, Manifest fresh) {
        assertThat(fresh.training().rowIds()).isEqualTo(committed.training().rowIds());
        assertThat(fresh.training().files())
                .extracting(TrainingFile::sha256)
                .isEqualTo(committed.training().files().stream()
                        .map(TrainingFile::sha256)
                        .toList());
        assertThat(fresh.head().kind()).isEqualTo(committed.head().kind());
    }

    private static void sameFigures(List<Measured> committed, List<Measured> fresh) {
        for (int i = 0; i < committed.size(); i++) {
            Measured then = committed.get(i);
            Measured now = fresh.get(i);
            assertThat(now.figures()).containsOnlyKeys(then.figures().keySet());
            now.figures()
                    .forEach((name, figure) -> assertThat(then.figures())
                            .as(now.dataset() + " " + name)
                            .hasEntrySatisfying(
                                    name, old -> assertThat(figure.value()).isCloseTo(old.value(), within(0.01))));
        }
    }

    private static void sameDecisions(String name, RouterBundle committed, RouterBundle fresh, Path data) {
        double threshold = committed.thresholdForStrongShare(0.3);
        int changed = 0;
        double largest = 0;
        int compared = 0;
        try (ObservationReader reader = ObservationReader.open(data, ReadOptions.of(List.of(STRONG), List.of(WEAK)))) {
            for (Observation row = reader.next(); row != null && compared < COMPARED; row = reader.next()) {
                double then = committed.score(row.prompt()).winProbability();
                double now = fresh.score(row.prompt()).winProbability();
                largest = Math.max(largest, Math.abs(then - now));
                changed += (then >= threshold) == (now >= threshold) ? 0 : 1;
                compared++;
            }
        }
        System.out.printf(
                "models/%s against a retrained one: %d of %d decisions changed, largest difference of a"
                        + " win probability %.1e%n",
                name, changed, compared, largest);
        assertThat(changed).isLessThanOrEqualTo(COMPARED / 100);
    }
}
