package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Breaker;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.Deployment;
import dev.tierwise.serving.config.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All deployments of a configuration, and which of a model's is asked next: one whose circuit lets calls through, with
 * room in its known limits, and the least load for its weight. A deployment that a new configuration leaves as it was
 * keeps its circuit and its meters. Thread-safe.
 */
public final class Deployments {
    private record Identity(String modelId, Deployment deployment, Breaker settings, int ordinal) {}

    private final Map<Identity, LiveDeployment> all = new LinkedHashMap<>();
    private final Map<String, List<LiveDeployment>> byModel = new HashMap<>();

    /** Those of a first configuration. */
    public Deployments(Config config) {
        this(config, Map.of(), System::nanoTime);
    }

    /** Those of the next configuration. */
    public Deployments next(Config config) {
        return new Deployments(config, all, System::nanoTime);
    }

    private Deployments(Config config, Map<Identity, LiveDeployment> before, LongSupplier nanoTime) {
        for (Model model : config.models().values()) {
            List<LiveDeployment> own = new ArrayList<>();
            for (Deployment deployment : model.deployments()) {
                Identity identity = new Identity(model.id(), deployment, model.breaker(), own.size());
                LiveDeployment live = before.containsKey(identity)
                        ? before.get(identity)
                        : new LiveDeployment(model.id(), deployment, model.breaker(), nanoTime);
                all.put(identity, live);
                own.add(live);
            }
            byModel.put(model.id(), own);
        }
    }

    /**
     * The deployment to ask now, with the right to ask it.
     *
     * @param usable which deployments come into question at all
     * @param overLimit whether one without room in its known limits will do, too
     */
    Optional<Turn> acquire(String modelId, Predicate<LiveDeployment> usable, boolean overLimit) {
        List<LiveDeployment> own = byModel.getOrDefault(modelId, List.of());
        if (own.size() == 1) {
            LiveDeployment only = own.getFirst();
            return usable.test(only) && only.breaker().allows() && (overLimit || only.hasRoom())
                    ? only.breaker().tryAcquire().map(pass -> new Turn(only, pass))
                    : Optional.empty();
        }
        List<LiveDeployment> open = new ArrayList<>(own);
        // Equal loads are frequent; without the shuffle the first entry would take all light traffic.
        java.util.Collections.shuffle(open, ThreadLocalRandom.current());
        List<LiveDeployment> ready = open.stream()
                .filter(usable)
                .filter(live -> live.breaker().allows())
                .filter(live -> overLimit || live.hasRoom())
                .sorted(Comparator.comparingDouble(LiveDeployment::load))
                .toList();
        for (LiveDeployment live : ready) {
            Optional<CircuitBreaker.Pass> pass = live.breaker().tryAcquire();
            if (pass.isPresent()) {
                return Optional.of(new Turn(live, pass.get()));
            }
        }
        return Optional.empty();
    }

    /** Whether no deployment of the model lets calls through. */
    public boolean open(String modelId) {
        return byModel.getOrDefault(modelId, List.of()).stream()
                .noneMatch(live -> live.breaker().allows());
    }

    /** The right to ask a deployment once. */
    record Turn(LiveDeployment live, CircuitBreaker.Pass pass) {}

    /** Why {@link #acquire} gives nothing, in a few words. */
    String whyNot(String modelId, Predicate<LiveDeployment> usable) {
        List<LiveDeployment> own =
                byModel.getOrDefault(modelId, List.of()).stream().filter(usable).toList();
        if (own.isEmpty()) {
            return "not asked: nobody to ask";
        }
        return own.stream().anyMatch(live -> live.breaker().allows())
                ? "not asked: rate limit reached"
                : "not asked: circuit open";
    }

    Collection<LiveDeployment> all() {
        return all.values();
    }

    /** Where each deployment stands, for metrics and health; labels and values come from the configuration alone. */
    public List<Standing> standings() {
        return all().stream().map(Deployments::standing).toList();
    }

    private static Standing standing(LiveDeployment live) {
        return new Standing(
                live.label(),
                live.breaker().state().name(),
                live.breaker().openings(),
                live.running(),
                live.requestsOfMinute(),
                live.tokensOfMinute(),
                live.deployment().rpm(),
                live.deployment().tpm());
    }

    /**
     * One line of health.
     *
     * @param deployment {@code MODEL@PROVIDER/NAME}
     * @param circuit CLOSED, OPEN or HALF_OPEN
     * @param openings how often the circuit has opened since the start
     * @param running calls under way
     * @param requests those of the last minute
     * @param tokens those of the last minute
     * @param rpm most requests a minute, null where none is known
     * @param tpm most tokens a minute, null where none is known
     */
    public record Standing(
            String deployment,
            String circuit,
            long openings,
            int running,
            long requests,
            long tokens,
            @Nullable Integer rpm,
            @Nullable Integer tpm) {}
}
