package dev.tierwise.serving.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tierwise.core.io.Digests;
import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.server.ProxyServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the clients talk to: the simulated provider itself, or the proxy with the provider behind it. What holds for the
 * one must hold for the other, model names included.
 */
final class Target implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PrintStream NOBODY = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    private static final String KEY = "a-key-of-the-tests";
    private static final List<String> MODELS = List.of(
            Scenario.STRONG,
            Scenario.WEAK,
            Scenario.EMBED,
            Scenario.SLOW_MODEL,
            "sim-policy",
            "sim-429",
            "sim-500",
            "sim-503",
            "sim-529");

    private final String name;
    private final URI uri;
    private final String key;
    private final Refused refused;
    private final boolean openAiBehind;
    private final SimulatedProvider provider;
    private final Closeable server;

    /** How to be turned away: a key, and a model to ask for with it. */
    record Refused(String key, String model) {}

    private Target(
            String name,
            URI uri,
            String key,
            Refused refused,
            boolean openAiBehind,
            SimulatedProvider provider,
            Closeable server) {
        this.name = name;
        this.uri = uri;
        this.key = key;
        this.refused = refused;
        this.openAiBehind = openAiBehind;
        this.provider = provider;
        this.server = server;
    }

    /** Every target, each started when its turn comes; whoever takes one closes it. */
    static Stream<Target> all() {
        return Stream.<TargetStart>of(Target::provider, () -> proxy("openai"), () -> proxy("anthropic"))
                .map(TargetStart::start);
    }

    private interface TargetStart {
        Target start();
    }

    private static Target provider() {
        SimulatedProvider provider = startProvider();
        return new Target(
                "the simulated provider",
                provider.uri(),
                "any-key",
                new Refused("any-key", "sim-401"),
                true,
                provider,
                () -> {});
    }

    /** The proxy with a provider of this wire behind it: clients of the other wire are translated for. */
    private static Target proxy(String wire) {
        return proxy(wire, "");
    }

    /** The proxy with the default bundle between the strong and the weak model. */
    static Target routing() {
        Path bundle = Path.of("../models/default").toAbsolutePath().normalize();
        return proxy(
                "openai",
                "routers: {default: {bundle: %s, threshold: 0.5, strong: %s, weak: %s}}"
                        .formatted(bundle, Scenario.STRONG, Scenario.WEAK));
    }

    private static Target proxy(String wire, String routers) {
        SimulatedProvider provider = startProvider();
        ProxyServer proxy;
        try {
            Path file = Files.writeString(Files.createTempFile("clients", ".yaml"), config(wire, provider) + routers);
            Config config = ConfigLoader.load(file, Map.of()).config();
            Files.delete(file);
            proxy = ProxyServer.start(config, new WireTranslations(Clock.systemUTC())::between, NOBODY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Target(
                "the proxy, provider of wire " + wire,
                proxy.uri(),
                KEY,
                new Refused("not-" + KEY, Scenario.STRONG),
                wire.equals("openai"),
                provider,
                proxy::close);
    }

    /** One try of each model, so that a client sees each fault itself, and no circuit that opens for the next test. */
    private static String config(String wire, SimulatedProvider provider) {
        String models = MODELS.stream()
                .map(model -> "  " + model + ": {provider: sim, model: " + model + "}\n")
                .collect(Collectors.joining());
        return """
                server: {port: 0}
                keys:
                  - {name: tests, sha256: %s}
                providers:
                  sim: {wire: %s, base_url: %s/v1, api_key: provider-key}
                retries: {num_retries: 0}
                breaker: {failures: 10000, min_calls: 100000}
                models:
                %s""".formatted(Digests.sha256(KEY.getBytes(UTF_8)), wire, provider.uri(), models);
    }

    private static SimulatedProvider startProvider() {
        try {
            return SimulatedProvider.start(SimulatedProvider.Options.defaults());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without {@code /v1}: Anthropic's clients want it so. */
    String root() {
        return uri.toString();
    }

    /** As OpenAI's clients want it. */
    String baseUrl() {
        return uri + "/v1";
    }

    String key() {
        return key;
    }

    /** Whether the provider speaks OpenAI's wire; embeddings, completions and responses cannot be had from another. */
    boolean openAiBehind() {
        return openAiBehind;
    }

    Refused refused() {
        return refused;
    }

    /** The newest request that reached the provider. */
    RecordedRequest last() {
        return provider.requests().getLast();
    }

    /** Waits until the provider has noticed that its newest request was broken off. */
    void awaitAbort() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (last().outcome() != Outcome.CLIENT_LEFT) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the provider was left talking: " + last());
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        provider.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
