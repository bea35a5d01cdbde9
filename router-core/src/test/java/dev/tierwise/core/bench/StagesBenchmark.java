package dev.tierwise.core.bench;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Classifier;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Live;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.attempt.Candour;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.filter.AllowedModels;
import dev.tierwise.core.strategy.filter.AnswerLanguages;
import dev.tierwise.core.strategy.filter.Capabilities;
import dev.tierwise.core.strategy.filter.ContextWindow;
import dev.tierwise.core.strategy.filter.MaxPrice;
import dev.tierwise.core.strategy.filter.OpenCircuits;
import dev.tierwise.core.strategy.filter.Residency;
import dev.tierwise.core.strategy.rank.CheckedAttempt;
import dev.tierwise.core.strategy.rank.Condition;
import dev.tierwise.core.strategy.rank.Objective;
import dev.tierwise.core.strategy.rank.Rules;
import dev.tierwise.core.strategy.rank.SemanticRoutes;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Every stage there is over eight models, beside the encoder and the head: embedding and score are given. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class StagesBenchmark {
    private static final int DIMENSION = 384;
    private static final int EXAMPLES = 200;

    @Param({"question", "prose", "multilingual"})
    String text;

    private final Random random = new Random(1);
    private final float[] vector = unit();
    private RequestFacts facts;
    private Pool pool;
    private Router router;

    @Setup(Level.Trial)
    public void open() {
        Map<String, ModelEntry> catalogue = new LinkedHashMap<>();
        List<Candidate> candidates = IntStream.range(0, 8)
                .mapToObj(i -> new Candidate(i == 0 ? "weak" : i == 1 ? "strong" : "m" + i, "m" + i))
                .toList();
        candidates.forEach(candidate -> catalogue.put(candidate.model(), entry(candidate.model())));
        facts = RequestFacts.of(Prompt.of(Texts.named(text)));
        pool = new Pool(candidates, catalogue);
        router = new Router(
                "all",
                null,
                List.of(
                        new Capabilities(),
                        new ContextWindow(),
                        new AnswerLanguages(),
                        new AllowedModels(),
                        new OpenCircuits(),
                        new Residency(Set.of("eu"), Set.of("no_training")),
                        new MaxPrice(BigDecimal.TEN),
                        new Rules(IntStream.range(0, 10)
                                .mapToObj(i -> new Rules.Rule("r" + i, never(i), List.of("m2")))
                                .toList()),
                        new SemanticRoutes(List.of(route("a", "m3"), route("b", "m4")), 0.99),
                        new Objective(1, 1, 1, catalogue),
                        Classifier.of(0.5),
                        new CheckedAttempt("m0", "m1", new Course.Cascade("m1", List.of(new Candour())))));
    }

    private static ModelEntry entry(String id) {
        Price price = new Price(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN);
        return new ModelEntry(
                id,
                List.of(),
                price,
                2_000,
                null,
                "eu",
                Set.of("no_training"),
                Set.of("en", "de"),
                0.5,
                TokenCounter.ESTIMATE);
    }

    /** Reads the whole text, and does not hold. */
    private static Condition never(int number) {
        return new Condition(
                Map.of(),
                0,
                1_000_000,
                0,
                Integer.MAX_VALUE,
                number == 0 ? true : null,
                List.of("xx"),
                Pattern.compile("no such words " + number + "|.*"),
                Set.of(),
                null);
    }

    private SemanticRoutes.Route route(String name, String model) {
        return new SemanticRoutes.Route(
                name,
                IntStream.range(0, EXAMPLES / 2).mapToObj(i -> name + i).toList(),
                IntStream.range(0, EXAMPLES / 2).mapToObj(_ -> unit()).toList(),
                List.of(model));
    }

    private float[] unit() {
        float[] values = new float[DIMENSION];
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) random.nextGaussian();
            sum += values[i] * values[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            values[i] /= (float) Math.sqrt(sum);
        }
        return values;
    }

    @Benchmark
    public Decision allStages() {
        return router.decide(facts, pool, Signals.known(0.25, vector, new Measured()));
    }

    /** All models measured, none open. */
    private static final class Measured implements Live {
        @Override
        public Optional<Speed> speed(String model) {
            return Optional.of(new Speed(0.2, 50, false));
        }

        @Override
        public boolean open(String model) {
            return false;
        }
    }
}
