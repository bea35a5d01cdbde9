package dev.tierwise.serving.route;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.NoCandidateException;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.Wire;
import dev.tierwise.serving.config.stage.RouterConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The routing of one configuration. Thread-safe; does not own the stock. */
public final class Routing {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Config config;
    private final Names names;
    private final PinnedResponses pinned;
    private final Speeds speeds;
    private final Predicate<String> open;
    private final Clock clock;

    /**
     * Builds each router.
     *
     * @param stock opens what the configuration names
     * @param pinned which model made which response; outlives a configuration
     * @param speeds how fast the models have been; outlives a configuration
     * @param open whether all of a model's circuits are open
     * @param clock for what depends on the hour
     */
    public Routing(
            Config config, Stock stock, PinnedResponses pinned, Speeds speeds, Predicate<String> open, Clock clock) {
        Map<String, ModelEntry> catalogue = new LinkedHashMap<>();
        config.models().forEach((id, model) -> catalogue.put(id, entry(model, stock)));
        Map<String, LiveRouter> routers = new LinkedHashMap<>();
        for (RouterConfig router : config.routers().values()) {
            routers.put(router.name(), new LiveRouter(router, catalogue, stock));
        }
        this.config = config;
        this.names = new Names(routers, config.models());
        this.pinned = pinned;
        this.speeds = speeds;
        this.open = open;
        this.clock = clock;
    }

    private static ModelEntry entry(Model model, Stock stock) {
        Path tokenizer = model.tokenizer();
        return model.entry(tokenizer == null ? TokenCounter.ESTIMATE : TokenCounter.of(stock.tokenizer(tokenizer)));
    }

    /** Every name this client may send. */
    public List<String> names(@Nullable ClientKey key) {
        return names.all(key);
    }

    /**
     * Decides, without asking anybody.
     *
     * @param key null where keys are not asked for
     * @param wishes what the client's headers say
     * @throws ApiException where a name is unknown or not allowed, or no model can answer this endpoint
     */
    public Plan plan(RequestView view, @Nullable ClientKey key, Wishes wishes) {
        Plan plan =
                view.previousResponse().map(id -> continued(id, view, key)).orElseGet(() -> chosen(view, key, wishes));
        List<Model> able = new ArrayList<>(plan.candidates());
        able.removeIf(model -> !canAnswer(view.endpoint(), model));
        if (able.isEmpty()) {
            throw ApiException.badRequest(
                    ErrorCode.UNSUPPORTED_ENDPOINT,
                    "model",
                    "No provider of `" + plan.requested() + "` speaks "
                            + view.endpoint().path() + ".");
        }
        return able.size() == plan.candidates().size()
                ? plan
                : new Plan(plan.requested(), able, plan.routed(), plan.reason(), plan.place());
    }

    private Plan chosen(RequestView view, @Nullable ClientKey key, Wishes wishes) {
        String requested = view.model()
                .orElseGet(() -> view.models().isEmpty() ? "" : view.models().getFirst());
        if (requested.isEmpty()) {
            throw ApiException.badRequest(
                    ErrorCode.MODEL_MISSING,
                    "model",
                    "Name a `model`. There are: " + String.join(", ", names.all(key)) + ".");
        }
        List<Target> more = new ArrayList<>(view.models().size());
        for (String name : view.models()) {
            more.add(names.resolve(name, key));
        }
        return switch (names.resolve(requested, key)) {
            case Target.Direct direct -> direct(requested, direct.model(), more, view.endpoint());
            case Target.Routed routed -> {
                if (view.endpoint() == Endpoint.EMBEDDINGS) {
                    throw ApiException.badRequest(
                            ErrorCode.EMBEDDINGS_NOT_ROUTED,
                            "model",
                            "Embeddings of two models cannot be compared, so that they are never routed: name a model.");
                }
                yield routed(requested, routed, more, view, key, wishes);
            }
        };
    }

    private Plan direct(String requested, Model model, List<Target> more, Endpoint endpoint) {
        if (endpoint == Endpoint.EMBEDDINGS) {
            return new Plan(requested, List.of(model), null, "named by the client; embeddings stay with their model");
        }
        Set<Model> candidates = new LinkedHashSet<>();
        if (more.isEmpty()) {
            addWithFallbacks(model, candidates);
        } else {
            // A client that lists its models wants these and no others.
            candidates.add(model);
            addNamed(more, candidates);
        }
        return new Plan(requested, List.copyOf(candidates), null, "named by the client");
    }

    private Plan routed(
            String requested,
            Target.Routed target,
            List<Target> more,
            RequestView view,
            @Nullable ClientKey key,
            Wishes wishes) {
        LiveRouter router = target.router();
        OptionalDouble own = wishes.threshold()
                .map(text -> OptionalDouble.of(Names.threshold(text, "x-router-threshold")))
                .orElseGet(() ->
                        target.threshold() == null ? OptionalDouble.empty() : OptionalDouble.of(target.threshold()));
        Set<Model> named = new LinkedHashSet<>();
        addNamed(more, named);
        RequestFacts facts = facts(view, key, wishes);
        Decision decision = decide(router, facts, own, named, new Snapshot(speeds, open, facts.stream(), wishes.dry()));
        List<Model> models = new ArrayList<>(decision.ranked().size());
        for (Candidate candidate : decision.ranked()) {
            models.add(model(candidate.model()));
        }
        return new Plan(
                requested,
                models,
                new Plan.Routed(
                        router.name(),
                        router.version(),
                        router.featuresFingerprint(),
                        own.isPresent() ? own : router.threshold(facts),
                        decision,
                        wishes.explain() || config.log().explain() ? router.explain(facts) : null),
                decision.reason());
    }

    private static Decision decide(
            LiveRouter router, RequestFacts facts, OptionalDouble threshold, Set<Model> more, Live now) {
        List<String> ids = new ArrayList<>(more.size());
        for (Model model : more) {
            ids.add(model.id());
        }
        try {
            return router.decide(facts, threshold, ids, now);
        } catch (NoCandidateException e) {
            String message = "No candidate: " + e.getMessage() + ".";
            throw e.passing()
                    ? ApiException.busy(503, ErrorCode.NO_MODEL_AVAILABLE, message, SOON)
                    : ApiException.badRequest(ErrorCode.NO_CANDIDATE, null, message);
        }
    }

    private RequestFacts facts(RequestView view, @Nullable ClientKey key, Wishes wishes) {
        return new RequestFacts(
                view.prompt(),
                view.needs(),
                view.maxOutput(),
                view.choices(),
                view.stream(),
                wishes.tags(view.metadata()),
                LocalTime.now(clock),
                key == null ? "" : key.name(),
                key == null ? Set.of() : Set.copyOf(key.routedModels()));
    }

    private void addNamed(List<Target> targets, Set<Model> candidates) {
        for (Target target : targets) {
            if (!(target instanceof Target.Direct direct)) {
                throw ApiException.badRequest(
                        ErrorCode.INVALID_MODELS,
                        "models",
                        "`models` lists models; a router can only stand in `model`.");
            }
            candidates.add(direct.model());
        }
    }

    private void addWithFallbacks(Model model, Set<Model> candidates) {
        if (candidates.add(model)) {
            model.fallbacks().forEach(id -> addWithFallbacks(model(id), candidates));
        }
    }

    private Model model(String id) {
        return Optional.ofNullable(config.models().get(id))
                .orElseThrow(() -> new IllegalStateException("the configuration was checked, and has no model " + id));
    }

    /** A conversation that is kept by a provider goes on where it is kept. */
    private Plan continued(String responseId, RequestView view, @Nullable ClientKey key) {
        PinnedResponses.Maker maker = pinned.makerOf(responseId, key == null ? "" : key.name())
                .filter(this::isThere)
                .orElseThrow(() -> ApiException.badRequest(
                        ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND,
                        "previous_response_id",
                        "No model here is known to have made this response; send the whole conversation instead."));
        view.model().ifPresent(name -> names.resolve(name, key));
        String id = maker.modelId();
        return new Plan(
                view.model().orElse(id),
                List.of(model(id)),
                null,
                "the model that made the previous response",
                maker.place());
    }

    private boolean isThere(PinnedResponses.Maker maker) {
        Model model = config.models().get(maker.modelId());
        return model != null && model.deployments().stream().anyMatch(maker.place()::isAt);
    }

    private static boolean canAnswer(Endpoint endpoint, Model model) {
        return endpoint == Endpoint.CHAT
                || endpoint == Endpoint.MESSAGES
                || model.deployments().stream()
                        .anyMatch(deployment -> deployment.provider().wire() == Wire.OPENAI);
    }
}
