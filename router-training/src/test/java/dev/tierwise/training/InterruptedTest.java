package dev.tierwise.training;

import static dev.tierwise.training.TrainFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.bundle.RouterBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, which is what Ctrl-C's SIGINT does to a JVM, leaves a whole bundle or nothing. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is ended there without a chance to tidy up")
final class InterruptedTest {
    private static final long[] AFTER_MILLIS = {300, 1_200, 2_500};

    @TempDir
    private Path home;

    @Test
    void leavesNothingHalfWritten() throws IOException, InterruptedException {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("data.csv", "prompt,label", s -> quoted(s.prompt()) + (s.hard() ? ",1" : ",0"));
        for (long millis : AFTER_MILLIS) {
            Process process = start(fixture, data, "after-" + millis);
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            end(process);
            assertWholeOrNothing(fixture, "after-" + millis);
        }
    }

    /** The moment that matters most: while the bundle is being written, and while its place is being tried. */
    @Test
    void leavesNothingWhereItIsEndedWhileItWrites() throws IOException, InterruptedException {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("data.csv", "prompt,label", s -> quoted(s.prompt()) + (s.hard() ? ",1" : ",0"));
        Process process = start(fixture, data, "writing");
        while (process.isAlive() && isEmpty(fixture.out())) {
            Thread.onSpinWait();
        }
        end(process);
        assertWholeOrNothing(fixture, "writing");
    }

    /** Without a look into what is there, which may be gone again by then. */
    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
    }

    private Process start(TrainFixture fixture, Path data, String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--data",
                data.toString(),
                "--out",
                fixture.out().resolve("models").resolve(name).toString()));
        command.addAll(fixture.encoderOptions());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile())
                .start();
    }

    private static void assertWholeOrNothing(TrainFixture fixture, String name) throws IOException {
        Path models = fixture.out().resolve("models");
        if (!Files.exists(models)) {
            return;
        }
        try (Stream<Path> left = Files.list(models)) {
            for (Path path : left.toList()) {
                assertThat(path.getFileName().toString()).as(name).doesNotStartWith(".");
                RouterBundle.open(path).close();
            }
        }
    }
}
