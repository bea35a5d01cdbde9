package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Breaker;
import dev.tierwise.serving.config.Deployment;
import dev.tierwise.serving.config.file.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A deployment with what is known of it at this moment: load, circuit, what it took in the last minute. Thread-safe. */
final class LiveDeployment {
    private final Deployment deployment;
    private final CircuitBreaker breaker;
    private final String label;
    private final Map<String, URI> endpoints = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger nextKey = new AtomicInteger();
    private final MinuteMeter requests;
    private final MinuteMeter tokens;

    LiveDeployment(String label, Deployment deployment, Breaker settings, LongSupplier nanoTime) {
        this.label = label;
        this.deployment = deployment;
        this.breaker = new CircuitBreaker(settings, nanoTime);
        this.requests = new MinuteMeter(nanoTime);
        this.tokens = new MinuteMeter(nanoTime);
    }

    Deployment deployment() {
        return deployment;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * {@code MODEL@PROVIDER/NAME}, for metrics and logs, with {@code #2} and so on behind it where a model has several such:
     * all of it from the configuration.
     */
    String label() {
        return label;
    }

    /**
     * The address of one of its endpoints.
     *
     * @param path relative to the provider's base URL; one of a few
     */
    URI endpoint(String path) {
        return endpoints.computeIfAbsent(path, one -> deployment.provider().endpoint(one, deployment.model()));
    }

    /** Whether its known limits of a minute leave room for one more call. */
    boolean hasRoom() {
        Integer rpm = deployment.rpm();
        Integer tpm = deployment.tpm();
        return (rpm == null || requests.sum() < rpm) && (tpm == null || tokens.sum() < tpm);
    }

    void begin() {
        requests.add(1);
        running.incrementAndGet();
    }

    /** Takes a call that began out of the minute: it was never sent. */
    void wasNotAsked() {
        requests.add(-1);
    }

    void end() {
        running.decrementAndGet();
    }

    void used(long count) {
        tokens.add(count);
    }

    /** Requests of the last minute. */
    long requestsOfMinute() {
        return requests.sum();
    }

    /** Tokens of the last minute. */
    long tokensOfMinute() {
        return tokens.sum();
    }

    int running() {
        return running.get();
    }

    /** The provider's keys in turn, those left out that will not do; empty where it has none. */
    Optional<Secret> nextKey(Predicate<Secret> usable) {
        List<Secret> keys = deployment.provider().apiKeys();
        int turn = nextKey.getAndIncrement();
        for (int i = 0; i < keys.size(); i++) {
            Secret key = keys.get((Math.floorMod(turn, keys.size()) + i) % keys.size());
            if (usable.test(key)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
