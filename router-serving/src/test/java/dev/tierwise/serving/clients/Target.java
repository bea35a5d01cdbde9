package dev.tierwise.serving.clients;

import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.eval.simulate.SimulatedProvider;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What the clients talk to: the simulated provider itself, or the proxy with the provider behind it. What holds for the
 * one must hold for the other, model names included.
 */
final class Target implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final URI uri;
    private final String key;
    private final Refused refused;
    private final SimulatedProvider provider;
    private final Closeable server;

    /** How to be turned away: a key, and a model to ask for with it. */
    record Refused(String key, String model) {}

    private Target(String name, URI uri, String key, Refused refused, SimulatedProvider provider, Closeable server) {
        this.name = name;
        this.uri = uri;
        this.key = key;
        this.refused = refused;
        this.provider = provider;
        this.server = server;
    }

    /** Every target, each started when its turn comes; whoever takes one closes it. */
    static Stream<Target> all() {
        return Stream.<TargetStart>of(Target::provider).map(TargetStart::start);
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
                provider,
                () -> {});
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
