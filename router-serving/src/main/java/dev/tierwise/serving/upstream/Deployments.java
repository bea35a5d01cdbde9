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
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All deployments of a configuration, and which of a model's is asked next: one whose circuit lets calls through, with
 * room in its known limits and no more than its share of the running calls, drawn by weight. A deployment that a new
 * configuration leaves as it was keeps its circuit and its meters. Thread-safe.
 */
public final class Deployments {
    /** @param label tells it from others that ask the same provider for the same model */
    private record Identity(String label, Deployment deployment, Breaker settings) {}

    private final Map<Identity, LiveDeployment> all = new LinkedHashMap<>();
    private final Map<String, List<LiveDeployment>> byModel = new HashMap<>();
    private final LongSupplier nanoTime;
    private final Supplier<RandomGenerator> random;

    /** Those of a first configuration. */
    public Deployments(Config config) {
        this(config, System::nanoTime, ThreadLocalRandom::current);
    }

    /**
     * The same with another clock and another chance.
     *
     * @param random asked by the thread that draws
     */
    Deployments(Config config, LongSupplier nanoTime, Supplier<RandomGenerator> random) {
        this(config, Map.of(), nanoTime, random);
    }

    /** Those of the next configuration. */
    public Deployments next(Config config) {
        return new Deployments(config, all, nanoTime, random);
    }

    private Deployments(
            Config config,
            Map<Identity, LiveDeployment> before,
            LongSupplier nanoTime,
            Supplier<RandomGenerator> random) {
        this.nanoTime = nanoTime;
        this.random = random;
        for (Model model : config.models().values()) {
            List<LiveDeployment> own = new ArrayList<>();
            Map<String, Integer> alike = new HashMap<>();
            for (Deployment deployment : model.deployments()) {
                String place = model.id() + "@" + deployment.provider().name() + "/" + deployment.model();
                int twin = alike.merge(place, 1, Integer::sum);
                String label = twin == 1 ? place : place + "#" + twin;
                Identity identity = new Identity(label, deployment, model.breaker());
                LiveDeployment live = before.containsKey(identity)
                        ? before.get(identity)
                        : new LiveDeployment(label, deployment, model.breaker(), nanoTime);
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
        List<LiveDeployment> ready = new ArrayList<>(of(modelId));
        ready.removeIf(live -> !isReady(live, usable, overLimit));
        for (LiveDeployment live : ready.size() > 1 ? drawn(ready) : ready) {
            Optional<CircuitBreaker.Pass> pass = live.breaker().tryAcquire();
            if (pass.isPresent()) {
                return Optional.of(new Turn(live, pass.get()));
            }
        }
        return Optional.empty();
    }

    /** Whether {@link #acquire} would give one now; asking takes nothing. */
    boolean anyReady(String modelId, Predicate<LiveDeployment> usable, boolean overLimit) {
        return of(modelId).stream().anyMatch(live -> isReady(live, usable, overLimit));
    }

    private static boolean isReady(LiveDeployment live, Predicate<LiveDeployment> usable, boolean overLimit) {
        return usable.test(live) && live.breaker().allows() && (overLimit || live.hasRoom());
    }

    private record Lot(LiveDeployment live, double load, double drawn) {}

    /**
     * In the order to be asked. Those within their share of the running calls come first, drawn by weight: each by the
     * time of an event that comes at the rate of its weight (Efraimidis and Spirakis, Weighted random sampling with a
     * reservoir, 2006). So the weights are the shares of light traffic, too, where nobody has anything to do.
     */
    private List<LiveDeployment> drawn(List<LiveDeployment> ready) {
        RandomGenerator draw = random.get();
        List<Lot> lots = new ArrayList<>();
        double running = 1;
        double weights = 0;
        for (LiveDeployment live : ready) {
            int own = live.running();
            double weight = live.deployment().weight();
            lots.add(new Lot(live, own / weight, draw.nextExponential() / weight));
            running += own;
            weights += weight;
        }
        double share = running / weights;
        lots.sort(Comparator.comparing((Lot lot) -> lot.load() > share).thenComparingDouble(Lot::drawn));
        return lots.stream().map(Lot::live).toList();
    }

    /** Those of a model. */
    List<LiveDeployment> of(String modelId) {
        return byModel.getOrDefault(modelId, List.of());
    }

    /** Whether no deployment of the model lets calls through. */
    public boolean open(String modelId) {
        for (LiveDeployment live : of(modelId)) {
            if (live.breaker().allows()) {
                return false;
            }
        }
        return true;
    }

    /** The right to ask a deployment once. */
    record Turn(LiveDeployment live, CircuitBreaker.Pass pass) implements AutoCloseable {
        /** Where nothing has been said of the call, it ended in an exception or an error of ours, or was never made. */
        @Override
        public void close() {
            pass.unknown();
        }
    }

    /** Why {@link #acquire} gives nothing, in a few words. */
    String whyNot(String modelId, Predicate<LiveDeployment> usable) {
        List<LiveDeployment> own = of(modelId).stream().filter(usable).toList();
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
