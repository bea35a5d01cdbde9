package dev.tierwise.serving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The proxy with everything on, beside nginx, which only passes on, and other gateways: same bodies, same mock
 * provider, same machine, rounds interleaved. {@code scripts/bench proxy} runs it.
 */
@Command(name = "scripts/bench proxy", mixinStandardHelpOptions = true, sortOptions = false)
final class ProxyBench implements Callable<Integer> {
    /** What docs/performance.md says of a container of 512 MB. */
    private static final Map<String, String> SMALL = Map.of(
            "TIERWISE_JAVA_OPTS",
            "-Xmx320m -XX:+UseParallelGC -Xmn130m -XX:SurvivorRatio=3 -XX:-UseAdaptiveSizePolicy"
                    + " -XX:ReservedCodeCacheSize=48m -XX:MaxDirectMemorySize=48m");

    private static final Path CONFIGS = Path.of("router-serving/src/test/bench");

    @Option(
            names = "--fast",
            description = "Bundle of the fast profile (default: ${DEFAULT-VALUE}).",
            defaultValue = "models/default-fast")
    private Path fast = Path.of("");

    @Option(
            names = "--accurate",
            description = "Bundle with the sentence encoder (default: ${DEFAULT-VALUE}).",
            defaultValue = "models/default")
    private Path accurate = Path.of("");

    @Option(
            names = "--systems",
            split = ",",
            description = "Which to run (default: ${DEFAULT-VALUE}).",
            defaultValue = "direct,nginx,plain,tierwise,tierwise-accurate,portkey,litellm")
    private List<String> systems = List.of();

    @Option(
            names = "--scenarios",
            description = "Only those whose name matches this regular expression.",
            defaultValue = ".*")
    private String scenarios = "";

    @Option(
            names = "--rounds",
            description = "Rounds; the table shows medians (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int rounds;

    @Option(
            names = "--seconds",
            description = "Seconds of one measurement (default: ${DEFAULT-VALUE}).",
            defaultValue = "4")
    private int seconds;

    @Option(
            names = "--warm-up",
            description = "Seconds of load before the first, of whole answers and once more of streams (default:"
                    + " ${DEFAULT-VALUE}); a JVM's compilers are busy for two minutes of it.",
            defaultValue = "60")
    private int warmUp;

    @Option(
            names = "--pace",
            paramLabel = "MS",
            description = "Milliseconds between two events of a paced stream (default: ${DEFAULT-VALUE}).",
            defaultValue = "50")
    private int pace;

    @Option(
            names = "--beside",
            paramLabel = "FOLDER",
            description = "Another checkout of this repository, packaged, measured in turns as the system `beside`.")
    private Path beside = Path.of("");

    @Option(
            names = "--beside-options",
            paramLabel = "FLAGS",
            description = "JVM flags of the system `beside` (default: those it is usually started with).")
    private @Nullable String besideOptions;

    @Option(names = "--peers", description = "Where other gateways are installed.", required = true)
    private Path peers = Path.of("");

    @Option(
            names = "--prompts",
            description = "CSV file whose prompts are asked.",
            defaultValue = "datasets/sample.csv")
    private Path prompts = Path.of("");

    @Option(names = "--out", description = "Folder for performance.json and the plot.")
    private @Nullable Path out;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ProxyBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tierwise-bench");
        // Started by root, nginx reads as somebody else.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Results results = new Results();
        Map<String, Gateway> gateways = new LinkedHashMap<>();
        try (Gateways starter = new Gateways(folder, CONFIGS, peers, pace + "ms")) {
            try {
                for (String name : systems) {
                    start(name, starter, gateways);
                }
                results.systems(gateways.values());
                warmUp(gateways.values());
                List<Scenario> plan = plan(gateways);
                for (int round = 0; round < rounds; round++) {
                    for (Scenario scenario : plan) {
                        for (Gateway gateway : gateways.values()) {
                            measure(scenario, gateway, starter, results);
                        }
                    }
                }
            } finally {
                gateways.values().forEach(Gateway::close);
            }
        }
        System.out.println(results.markdown());
        if (out != null) {
            results.write(out);
        }
        return 0;
    }

    private void start(String name, Gateways starter, Map<String, Gateway> gateways) throws InterruptedException {
        Gateway.Starter one =
                switch (name) {
                    case "direct" -> starter::direct;
                    case "nginx" -> starter::nginx;
                    case "plain" -> starter::plain;
                    case "tierwise" -> () -> starter.tierwise(name, fast, Map.of());
                    case "tierwise-small" -> () -> starter.tierwise(name, fast, SMALL);
                    case "tierwise-accurate" -> () -> starter.tierwise(name, accurate, Map.of());
                    case "beside" ->
                        () -> starter.tierwise(
                                name,
                                beside,
                                fast,
                                besideOptions == null ? Map.of() : Map.of("TIERWISE_JAVA_OPTS", besideOptions));
                    case "portkey" -> starter::portkey;
                    case "litellm" -> starter::litellm;
                    default -> throw new IllegalArgumentException("there is no system " + name);
                };
        try {
            gateways.put(name, one.start());
        } catch (IOException e) {
            System.err.println(name + " is left out: " + e.getMessage());
        }
    }

    private void warmUp(Iterable<Gateway> gateways) throws IOException {
        for (Gateway gateway : gateways) {
            if (gateway.name().equals("direct")) {
                // The mock provider is warm by the load of all others.
                continue;
            }
            for (Scenario scenario : List.of(Scenario.closed(16, 150), Scenario.streams(16))) {
                scenario.load(gateway, bodies(scenario), Duration.ofMillis(pace))
                        .run(Duration.ofSeconds(warmUp));
            }
        }
    }

    /** The fixed rate is half of what this machine gets out of the proxy at sixteen connections. */
    private List<Scenario> plan(Map<String, Gateway> gateways) throws IOException {
        List<Scenario> plan = new ArrayList<>();
        for (int connections : new int[] {1, 16, 64, 256}) {
            plan.add(Scenario.closed(connections, 150));
        }
        plan.add(Scenario.repeated(16, 150));
        plan.add(Scenario.named(16, 150));
        plan.add(Scenario.closed(16, 1_000));
        plan.add(Scenario.closed(16, 8_000));
        Gateway proxy = gateways.get("tierwise");
        if (proxy != null) {
            Scenario saturated = Scenario.closed(16, 150);
            double most = saturated
                    .load(proxy, bodies(saturated), Duration.ofMillis(pace))
                    .run(Duration.ofSeconds(seconds))
                    .perSecond();
            plan.add(Scenario.fixed(most / 2));
        }
        plan.add(Scenario.streams(64));
        plan.add(Scenario.paced(64));
        plan.add(Scenario.paced(1_000));
        plan.removeIf(scenario -> !scenario.name().matches(scenarios));
        return plan;
    }

    private void measure(Scenario scenario, Gateway gateway, Gateways starter, Results results) throws IOException {
        boolean peer = !gateway.name().matches("direct|nginx|tierwise(-small)?|beside");
        if (peer && !scenario.everybody()) {
            return;
        }
        Gateway target = gateway.name().equals("direct") && scenario.kind() == Scenario.Kind.PACED
                ? starter.directPaced()
                : gateway;
        double before = target.cpuSeconds();
        // Whoever does not route passes the model's name on, and the paced provider knows its own names alone.
        boolean unrouted =
                scenario.kind() == Scenario.Kind.PACED && gateway.name().matches("direct|nginx");
        List<byte[]> bodies = unrouted ? bodies(scenario, "sim-weak") : bodies(scenario);
        try {
            Load.Outcome outcome =
                    scenario.load(target, bodies, Duration.ofMillis(pace)).run(Duration.ofSeconds(seconds));
            results.add(scenario, gateway, outcome, target.cpuSeconds() - before, target.residentMebibytes());
        } catch (IOException e) {
            System.err.println(gateway.name() + " failed in " + scenario.name() + ": " + e.getMessage());
        }
    }

    private List<byte[]> bodies(Scenario scenario) throws IOException {
        return bodies(scenario, scenario.kind().model);
    }

    private List<byte[]> bodies(Scenario scenario, String model) throws IOException {
        return Answers.bodies(prompts, model, scenario.chars(), scenario.kind().streams())
                .subList(0, scenario.prompts());
    }
}
