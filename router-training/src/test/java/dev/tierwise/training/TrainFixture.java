package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Training runs on the prompts of {@code datasets/sample.csv}, by an encoder so small that a run takes a moment. */
public final class TrainFixture {
    public static final Path SAMPLE = Path.of("..", "datasets", "sample.csv");

    /** A multiple of four, and enough for every fold to have both classes. */
    private static final int ROWS = 200;

    private final Path home;

    public TrainFixture(Path home) throws IOException {
        this.home = home;
        TinyEncoder.write(home.resolve("encoder"), "encoder.onnx");
        Files.createDirectory(home.resolve("out"));
    }

    /** A prompt and whether it needs the strong model. */
    public record Sample(int number, String prompt, boolean hard) {}

    public static List<Sample> samples() {
        try (ObservationReader reader = ObservationReader.open(SAMPLE, ReadOptions.of(List.of(), List.of()))) {
            List<Observation> rows = reader.readAll();
            List<Sample> samples = new ArrayList<>();
            // Every other row, so that all topics are there.
            for (int i = 0; i < ROWS; i++) {
                Observation row = rows.get(2 * i);
                samples.add(new Sample(i, row.prompt(), row.outcome().gain() > 0));
            }
            return samples;
        }
    }

    /** A file with a row per sample. */
    public Path csv(String name, String header, Function<Sample, String> row) throws IOException {
        return file(name, header + "\n" + samples().stream().map(row).collect(Collectors.joining("\n")) + "\n");
    }

    public Path file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    public Path path(String name) {
        return home.resolve(name);
    }

    public static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Where bundles go; holds nothing else. */
    public Path out() {
        return home.resolve("out");
    }

    /** Runs {@code train} on a file. */
    public CommandRun run(Path data, String name, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train", "--data", data.toString(), "--out", out().resolve(name).toString()));
        args.addAll(encoderOptions());
        args.addAll(List.of(more));
        return CommandRun.ofLine(args.toArray(String[]::new));
    }

    public List<String> encoderOptions() {
        return List.of("--encoder", home.resolve("encoder").toString(), "--max-tokens", "64", "--no-cache");
    }

    /** Runs {@code train} and answers the folder of the bundle. */
    public Path train(Path data, String name, String... more) {
        CommandRun run = run(data, name, more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return out().resolve(name);
    }

    /** All that lies where bundles go, hidden names included. */
    public List<String> left() throws IOException {
        try (Stream<Path> all = Files.walk(out())) {
            return all.filter(path -> !path.equals(out()))
                    .map(path -> out().relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
