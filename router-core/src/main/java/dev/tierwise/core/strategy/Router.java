package dev.tierwise.core.strategy;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Step.Removed;
import dev.tierwise.core.strategy.attempt.Course;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stages, read from first to last. Thread-safe. Does not own the bundle.
 *
 * @param name what it is called in a request and in the log
 * @param bundle what scores prompts, null where no stage needs a score
 * @param stages run in order, each on what the one before left
 */
public record Router(String name, @Nullable RouterBundle bundle, List<Stage> stages) {
    public Router {
        stages = List.copyOf(stages);
    }

    /** The usual router: strong where the win probability reaches {@code threshold}. */
    public static Router of(RouterBundle bundle, double threshold) {
        return new Router("default", bundle, List.of(Classifier.of(threshold)));
    }

    /** The same bundle under other stages, for one request that asks for its own threshold. */
    public Router with(List<Stage> other) {
        return new Router(name, bundle, other);
    }

    /** Decides between the two tiers themselves, for programs that map a tier to a model on their own. */
    public Decision decide(Prompt prompt) {
        return decide(
                prompt,
                List.of(
                        new Candidate(Candidate.STRONG, Candidate.STRONG),
                        new Candidate(Candidate.WEAK, Candidate.WEAK)));
    }

    /**
     * Decides among candidates of which nothing but the name is known.
     *
     * @param candidates not empty
     */
    public Decision decide(Prompt prompt, List<Candidate> candidates) {
        String text = bundle == null ? "" : bundle.routingText().of(prompt);
        return decide(
                RequestFacts.of(prompt), new Pool(candidates, Map.of()), Signals.of(text, bundle, null, Live.UNKNOWN));
    }

    /**
     * Decides.
     *
     * @throws NoCandidateException where the filters leave nobody
     */
    public Decision decide(RequestFacts facts, Pool pool, Signals signals) {
        return new Deciding(facts, pool, signals).run(stages);
    }

    /** One decision on its way through the stages. */
    private static final class Deciding {
        private final RequestFacts facts;
        private final Pool pool;
        private final Signals signals;
        private final long startedAt = System.nanoTime();
        private final Set<String> permitted;
        private final List<Step> steps = new ArrayList<>();
        private List<Candidate> ranked;
        private Course course = Course.plain();
        private Candidate first;
        private @Nullable String settledBy;

        Deciding(RequestFacts facts, Pool pool, Signals signals) {
            this.facts = facts;
            this.pool = pool;
            this.signals = signals;
            this.ranked = pool.candidates();
            this.first = ranked.getFirst();
            this.permitted = pool.withFallbacks(ranked);
        }

        Decision run(List<Stage> stages) {
            for (Stage stage : stages) {
                switch (stage) {
                    case Filter filter -> sift(filter);
                    case Ranker ranker -> rank(ranker);
                }
            }
            if (!course.asks().isEmpty() && !ranked.getFirst().equals(first)) {
                giveUpCourse(first.model() + ", which would try, may not have the request");
            } else if (!course.asks().stream().allMatch(model -> isPermitted(model, stages))) {
                giveUpCourse("a model it would ask may not have the request");
            }
            SequencedSet<String> order = pool.withFallbacks(ranked);
            // What only a refused model falls back on may answer, too, after all others.
            order.addAll(permitted);
            List<Candidate> allowed = new ArrayList<>(order.size());
            for (String model : order) {
                if (permitted.contains(model)) {
                    allowed.add(pool.candidate(model));
                }
            }
            return new Decision(
                    allowed,
                    course,
                    steps,
                    signals.measuredWin(),
                    signals.timings(),
                    (System.nanoTime() - startedAt) / 1e3);
        }

        /** A judge is no candidate, and hard requirements hold for it all the same. */
        private boolean isPermitted(String model, List<Stage> stages) {
            return stages.stream()
                    .filter(Filter.class::isInstance)
                    .allMatch(filter -> ((Filter) filter)
                            .refuses(facts, pool.entry(model), signals)
                            .isEmpty());
        }

        /** An attempt that nobody makes or checks is no attempt: whoever stands behind it answers, where that is allowed. */
        private void giveUpCourse(String why) {
            ranked = Ranking.first(course.asks().subList(0, 1), ranked);
            steps.add(Step.givenUp(course.label(), why, ranked));
            course = Course.plain();
        }

        private void sift(Filter filter) {
            List<Removed> removed = new ArrayList<>(0);
            for (Iterator<String> models = permitted.iterator(); models.hasNext(); ) {
                String model = models.next();
                Optional<String> why = filter.refuses(facts, pool.entry(model), signals);
                if (why.isPresent()) {
                    models.remove();
                    removed.add(new Removed(model, why.get()));
                }
            }
            if (permitted.isEmpty()) {
                throw new NoCandidateException(filter, removed);
            }
            if (!removed.isEmpty()) {
                List<Candidate> left = ranked.stream()
                        .filter(c -> permitted.contains(c.model()))
                        .toList();
                // Where no candidate is left, those they fall back on take their place.
                ranked =
                        left.isEmpty() ? permitted.stream().map(pool::candidate).toList() : left;
            }
            steps.add(Step.of(filter, removed));
        }

        private void rank(Ranker ranker) {
            if (settledBy != null) {
                steps.add(Step.skipped(ranker, settledBy));
                return;
            }
            Ranking ranking = ranker.rank(facts, ranked, signals);
            ranked = ranking.candidates();
            course = ranking.course();
            first = ranked.getFirst();
            settledBy = ranking.settled() ? ranker.name() : null;
            steps.add(Step.of(ranker, ranking));
        }
    }
}
