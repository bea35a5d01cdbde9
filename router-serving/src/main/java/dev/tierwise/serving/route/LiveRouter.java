package dev.tierwise.serving.route;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.ThresholdStage;
import dev.tierwise.serving.config.RouterConfig;
import dev.tierwise.serving.config.RouterConfig.Tier;
import java.util.List;

/** A configured router over its open bundle. Thread-safe; does not own the bundle. */
final class LiveRouter {
    private static final String STRONG = "strong";
    private static final String WEAK = "weak";

    private final RouterConfig config;
    private final Router router;
    private final double threshold;
    private final List<Candidate> candidates;

    LiveRouter(RouterConfig config, RouterBundle bundle) {
        this.config = config;
        this.threshold = threshold(config, bundle);
        this.router = new Router(config.name(), bundle, List.of(stage(threshold)));
        this.candidates = List.of(new Candidate(STRONG, config.strong()), new Candidate(WEAK, config.weak()));
    }

    private static double threshold(RouterConfig config, RouterBundle bundle) {
        Double fixed = config.threshold();
        Double share = config.strongShare();
        if (fixed != null) {
            return fixed;
        }
        if (share == null) {
            throw new IllegalStateException("router " + config.name() + " has neither threshold nor strong_share");
        }
        return bundle.thresholdForStrongShare(share);
    }

    private ThresholdStage stage(double at) {
        return new ThresholdStage(at, STRONG, WEAK, config.unscored() == Tier.STRONG ? STRONG : WEAK);
    }

    String name() {
        return config.name();
    }

    /** Bundle name and the digest of its head, for the decision log. */
    String version() {
        var manifest = router.bundle().manifest();
        var head = manifest.files().get(RouterBundle.HEAD);
        return manifest.name() + "@" + (head == null ? "?" : head.sha256().substring(0, 12));
    }

    String featuresFingerprint() {
        return router.bundle().manifest().features().fingerprint();
    }

    double threshold() {
        return threshold;
    }

    Decision decide(Prompt prompt, double at) {
        return (at == threshold ? router : router.with(List.of(stage(at)))).decide(prompt, candidates);
    }
}
