package dev.tierwise.serving.route;

import dev.tierwise.core.bundle.PromptRater;
import dev.tierwise.core.bundle.RememberedRatings;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.explain.Explainer;
import dev.tierwise.core.explain.Explanation;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Classifier;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.filter.AllowedModels;
import dev.tierwise.core.strategy.filter.AnswerLanguages;
import dev.tierwise.core.strategy.filter.Capabilities;
import dev.tierwise.core.strategy.filter.ContextWindow;
import dev.tierwise.core.strategy.filter.OpenCircuits;
import dev.tierwise.serving.config.stage.RouterConfig;
import dev.tierwise.serving.config.stage.Workshop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A configured router over its open bundle. Thread-safe; does not own the bundle. */
final class LiveRouter {
    /** What holds without being configured: nobody is asked for what it cannot do. */
    private static final List<Stage> ALWAYS = List.of(
            new Capabilities(), new ContextWindow(), new AnswerLanguages(), new AllowedModels(), new OpenCircuits());

    private final Router router;
    private final Pool pool;
    private final @Nullable RememberedRatings remembered;
    private final @Nullable PromptEncoder encoder;
    private final @Nullable Path folder;
    private volatile @Nullable Explainer explainer;
    private final String version;

    LiveRouter(RouterConfig config, Map<String, ModelEntry> catalogue, Stock stock) {
        RouterBundle bundle = config.bundle() == null ? null : stock.bundle(config.bundle());
        EncoderUse use = new EncoderUse(bundle, stock);
        Workshop shop = new Workshop(config, bundle, use::encoder, catalogue, stock::warn);
        List<Stage> stages = new ArrayList<>(ALWAYS);
        config.stages().forEach(stage -> stages.add(stage.build(shop)));
        this.router = new Router(config.name(), bundle, stages);
        this.pool = new Pool(
                config.candidates().stream()
                        .map(model -> new Candidate(config.tier(model), model))
                        .toList(),
                catalogue);
        this.remembered = bundle == null ? null : new RememberedRatings(bundle);
        this.encoder = use.used;
        this.folder = config.bundle();
        this.version = version(bundle);
    }

    /** The bundle's encoder, else the built-in one; none where no stage asked for one. */
    private static final class EncoderUse {
        private final @Nullable RouterBundle bundle;
        private final Stock stock;
        private @Nullable PromptEncoder used;

        EncoderUse(@Nullable RouterBundle bundle, Stock stock) {
            this.bundle = bundle;
            this.stock = stock;
        }

        PromptEncoder encoder() {
            used = bundle == null ? stock.encoder() : bundle.featurizer().encoder();
            return used;
        }
    }

    String name() {
        return router.name();
    }

    /** Bundle name and the digest of its head, for the decision log; {@code rules} where no bundle is asked. */
    String version() {
        return version;
    }

    private static String version(@Nullable RouterBundle bundle) {
        if (bundle == null) {
            return "rules";
        }
        var head = bundle.manifest().files().get(RouterBundle.HEAD);
        return bundle.manifest().name() + "@"
                + (head == null ? "?" : head.sha256().substring(0, 12));
    }

    String featuresFingerprint() {
        RouterBundle bundle = router.bundle();
        return bundle == null ? "" : bundle.manifest().features().fingerprint();
    }

    /** The threshold in force for a request; empty where no stage has one. */
    OptionalDouble threshold(RequestFacts facts) {
        for (Stage stage : router.stages()) {
            if (stage instanceof Classifier classifier) {
                return OptionalDouble.of(classifier.thresholdFor(facts));
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * Decides.
     *
     * @param threshold the client's own, empty where the router's holds
     * @param more models of the client's own, behind all others
     */
    Decision decide(RequestFacts facts, OptionalDouble threshold, List<String> more, Live live) {
        RouterBundle bundle = router.bundle();
        String text = (bundle == null ? RoutingText.DEFAULT : bundle.routingText()).of(facts.prompt());
        PromptRater rater = remembered == null ? null : remembered.forClient(facts.client());
        return (threshold.isPresent() ? at(threshold.getAsDouble()) : router)
                .decide(facts, more.isEmpty() ? pool : pool.with(more), Signals.of(text, rater, encoder, live));
    }

    /** What pushed the win probability of a request; null where there is none. Milliseconds, the first time more. */
    @Nullable
    Explanation explain(RequestFacts facts) {
        RouterBundle bundle = router.bundle();
        String text = bundle == null ? "" : bundle.routingText().of(facts.prompt());
        if (bundle == null || bundle.ratesTiers() || folder == null || text.isBlank()) {
            return null;
        }
        Explainer known = explainer;
        if (known == null) {
            known = Explainer.of(folder, bundle);
            explainer = known;
        }
        return known.explain(text);
    }

    private Router at(double threshold) {
        return router.with(router.stages().stream()
                .map(stage -> stage instanceof Classifier classifier ? classifier.at(threshold) : stage)
                .toList());
    }
}
