package dev.tierwise.serving.bench;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way of asking.
 *
 * @param connections open at once
 * @param chars about how long a prompt is
 * @param prompts how many different ones there are
 * @param kind whole answers, routed or of a named model, streams as fast as they go, or streams at a pace
 * @param rate requests a second, 0 for as fast as answers come
 * @param everybody whether slow peers are asked, too
 */
record Scenario(String name, int connections, int chars, int prompts, Kind kind, double rate, boolean everybody) {
    private static final int FEW = 512;

    enum Kind {
        WHOLE("auto", ""),
        NAMED("strong", ""),
        STREAM("router-stream", "/stream"),
        PACED("router-paced", "/paced");

        /** The name a request carries; whoever routes finds the right provider by it. */
        final String model;
        /** Where nginx and the mock provider, which read no body, have it. */
        final String path;

        Kind(String model, String path) {
            this.model = model;
            this.path = path;
        }

        boolean streams() {
            return this == STREAM || this == PACED;
        }
    }

    static Scenario closed(int connections, int chars) {
        return new Scenario(
                connections + " connections, " + chars + " characters",
                connections,
                chars,
                Answers.BODIES,
                Kind.WHOLE,
                0,
                true);
    }

    /** The same few prompts over and over: what is gained by remembering a score. */
    static Scenario repeated(int connections, int chars) {
        return new Scenario(
                connections + " connections, " + FEW + " prompts of " + chars + " characters over and over",
                connections,
                chars,
                FEW,
                Kind.WHOLE,
                0,
                true);
    }

    /** The model named by the client: what is left of the cost where nothing is to be decided. */
    static Scenario named(int connections, int chars) {
        return new Scenario(
                connections + " connections, " + chars + " characters, model named",
                connections,
                chars,
                Answers.BODIES,
                Kind.NAMED,
                0,
                true);
    }

    static Scenario fixed(double rate) {
        return new Scenario("fixed rate, 16 connections", 16, 150, Answers.BODIES, Kind.WHOLE, rate, false);
    }

    static Scenario streams(int connections) {
        return new Scenario(connections + " streams flat out", connections, 150, Answers.BODIES, Kind.STREAM, 0, true);
    }

    static Scenario paced(int connections) {
        return new Scenario(connections + " streams at a pace", connections, 150, Answers.BODIES, Kind.PACED, 0, false);
    }

    Load load(Gateway gateway, List<byte[]> bodies, Duration pace) {
        boolean readsNoBody =
                gateway.name().matches("nginx|plain") || (gateway.name().equals("direct") && kind != Kind.PACED);
        Map<String, String> headers = new HashMap<>(gateway.headers());
        headers.computeIfPresent(
                "x-portkey-custom-host", (_, host) -> kind == Kind.STREAM ? host.replace("/v1", "/stream/v1") : host);
        return new Load(
                URI.create(gateway.base() + (readsNoBody ? kind.path : "") + "/v1/chat/completions"),
                bodies,
                headers,
                connections,
                rate,
                kind == Kind.PACED ? pace : Duration.ZERO);
    }
}
