package dev.tierwise.core.bench;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks and prints the machine and a table in Markdown: medians, tails, and the ratio of each median to
 * the fastest of its benchmark and parameters, since ratios carry over to other machines and times do not; and the
 * bytes one operation allocates. Arguments are JMH's own.
 */
public final class Benchmarks {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException, IOException {
        try {
            CommandLineOptions given = new CommandLineOptions(args);
            if (given.shouldHelp()) {
                given.showHelp();
            } else {
                run(given);
            }
        } catch (CommandLineOptionException e) {
            System.err.println(e.getMessage() + "; arguments are JMH's, and scripts/bench Head -h lists them");
            System.exit(2);
        }
    }

    private static void run(CommandLineOptions given) throws RunnerException, IOException {
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given)
                .mode(Mode.SampleTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        if (given.getIncludes().isEmpty()) {
            options.include("dev\\.tierwise\\..*Benchmark");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        System.out.println();
        machine().forEach(System.out::println);
        System.out.println();
        table(results).forEach(System.out::println);
    }

    private static List<String> machine() throws IOException {
        return List.of(
                "- Processor: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
                "- System: " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "- Java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "- ONNX Runtime: " + OrtEnvironment.getEnvironment().getVersion());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown model";
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown model");
        }
    }

    private static List<String> table(Collection<RunResult> results) {
        Map<String, Double> fastest = results.stream()
                .collect(Collectors.toMap(Benchmarks::group, Benchmarks::median, Math::min, TreeMap::new));
        Stream<String> rows = results.stream().map(result -> {
            Statistics times = result.getPrimaryResult().getStatistics();
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %.2f | %.2f | %.1f | %.0f |",
                    benchmark(result),
                    parameters(result),
                    median(result),
                    times.getPercentile(90),
                    times.getPercentile(99),
                    median(result) / Objects.requireNonNull(fastest.get(group(result))),
                    Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                            .getScore());
        });
        return Stream.concat(
                        Stream.of(
                                "| benchmark | parameters | median, us | p90, us | p99, us | times the fastest | bytes allocated |",
                                "|---|---|---:|---:|---:|---:|---:|"),
                        rows)
                .toList();
    }

    /** What is compared: the methods of one class, and where there is but one method, its parameters. */
    private static String group(RunResult result) {
        String name = result.getParams().getBenchmark();
        String type = name.substring(0, name.lastIndexOf('.'));
        return type.endsWith("EncodeBenchmark") ? type : type + parameters(result);
    }

    private static String benchmark(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1)
                .replace("Benchmark.", ": ");
    }

    private static String parameters(RunResult result) {
        return result.getParams().getParamsKeys().stream()
                .map(key -> key + " " + result.getParams().getParam(key))
                .collect(Collectors.joining(", "));
    }

    private static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }
}
