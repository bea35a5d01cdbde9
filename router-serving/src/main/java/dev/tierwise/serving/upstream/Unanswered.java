package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Model;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Why a request has no answer yet: what its models said that failed, who was spared, and what of it a client should hear.
 * For one request, one thread.
 */
final class Unanswered {
    private final Job job;
    private final Deployments deployments;
    /** Who may not be asked now, and may be later. */
    private final Set<Model> spared = new HashSet<>();

    private @Nullable Failure mostUseful;
    private @Nullable Duration soonest;
    private @Nullable Model tooSmall;

    Unanswered(Job job, Deployments deployments) {
        this.job = job;
        this.deployments = deployments;
    }

    /** Notes what a model said, or that it said nothing; null where no model had the time to. */
    void failed(Failure failure, @Nullable Model model) {
        if (failure.kind() == Failure.Kind.CONTEXT_TOO_LONG) {
            tooSmall = model;
        }
        Duration after = failure.retryAfter();
        if (after != null && (soonest == null || after.compareTo(soonest) < 0)) {
            soonest = after;
        }
        if (mostUseful == null || Refusals.rank(failure) >= Refusals.rank(mostUseful)) {
            mostUseful = failure;
        }
    }

    /** Notes that a model may not be asked at the moment. */
    void spared(Model model) {
        spared.add(model);
    }

    /** Notes that it is asked after all. */
    void asked(Model model) {
        spared.remove(model);
    }

    /** Whether a model's window is known to be no larger than one that was too small. */
    boolean isTooSmall(Model model) {
        return tooSmall != null && !larger(model, tooSmall);
    }

    /** The shortest time after which a provider wants to be asked again, empty where none said. */
    Optional<Duration> soonest() {
        return Optional.ofNullable(soonest);
    }

    /**
     * The failure to tell of; empty where nobody could be asked, and where what one model cannot do is no answer, since a
     * spared one could.
     *
     * @param usable whether a deployment may serve this request at all
     */
    Optional<Failure> why(Predicate<LiveDeployment> usable) {
        return Optional.ofNullable(mostUseful)
                .filter(failure -> spared.stream().noneMatch(model -> couldDo(model, failure, usable)));
    }

    private boolean couldDo(Model model, Failure failure, Predicate<LiveDeployment> usable) {
        return switch (failure.kind()) {
            case UNTRANSLATABLE -> speaksTheClientsWire(deployments.of(model.id()), usable);
            case CONTEXT_TOO_LONG -> tooSmall != null && larger(model, tooSmall);
            default -> false;
        };
    }

    private boolean speaksTheClientsWire(List<LiveDeployment> all, Predicate<LiveDeployment> usable) {
        return all.stream()
                .anyMatch(live ->
                        usable.test(live) && live.deployment().provider().wire() == job.wire());
    }

    private static boolean larger(Model model, Model than) {
        return model.contextWindow() == null
                || than.contextWindow() == null
                || model.contextWindow() > than.contextWindow();
    }
}
