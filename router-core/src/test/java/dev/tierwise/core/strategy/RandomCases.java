package dev.tierwise.core.strategy;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
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
import dev.tierwise.core.strategy.rank.Conditions;
import dev.tierwise.core.strategy.rank.Objective;
import dev.tierwise.core.strategy.rank.Rules;
import dev.tierwise.core.strategy.rank.Rules.Rule;
import dev.tierwise.core.strategy.rank.SemanticRoutes;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random catalogues, routers and requests; one seed, one case. */
final class RandomCases {
    private static final List<String> TEXTS = List.of(
            "What is the capital of France and how do I get there?",
            "Wie ist das Wetter und was soll ich für den Tag mit auf die Reise nehmen?",
            "def f(x):\n    return x + 1\nimport os\nwhat does f(2); do?",
            "日本語で答えてください。",
            "",
            "a very long story, ".repeat(200));
    private static final List<String> REGIONS = List.of("eu", "us", "asia");
    private static final List<String> POLICIES = List.of("no_training", "zero_retention");

    private final Random random;
    private final List<String> models;

    RandomCases(long seed) {
        random = new Random(seed);
        models = IntStream.rangeClosed(1, 2 + random.nextInt(6))
                .mapToObj(i -> "m" + i)
                .toList();
    }

    Pool pool() {
        Map<String, ModelEntry> catalogue = new HashMap<>();
        models.forEach(model -> catalogue.put(model, entry(model)));
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(Candidate.WEAK, models.get(0)));
        candidates.add(new Candidate(Candidate.STRONG, models.get(1)));
        some(models.subList(2, models.size())).forEach(model -> candidates.add(new Candidate(model, model)));
        return new Pool(candidates, catalogue);
    }

    private ModelEntry entry(String model) {
        return new ModelEntry(
                model,
                some(models).stream().filter(other -> !other.equals(model)).toList(),
                maybe(() -> new Price(
                        BigDecimal.valueOf(random.nextInt(20)),
                        BigDecimal.ZERO,
                        BigDecimal.valueOf(random.nextInt(60)))),
                maybe(() -> 100 + random.nextInt(4000)),
                maybe(() -> Set.copyOf(some(List.of(Capability.values())))),
                maybe(() -> pick(REGIONS)),
                Set.copyOf(some(POLICIES)),
                random.nextInt(3) == 0 ? Set.of("en", "ja") : Set.of(),
                maybe(random::nextDouble),
                TokenCounter.ESTIMATE);
    }

    RequestFacts facts() {
        return new RequestFacts(
                Prompt.of(pick(TEXTS)),
                random.nextBoolean() ? Set.of() : Set.copyOf(some(List.of(Capability.values()))),
                maybe(() -> random.nextInt(2000)),
                1 + random.nextInt(3),
                random.nextBoolean(),
                random.nextBoolean() ? Map.of("plan", pick(List.of("free", "paid"))) : Map.of(),
                LocalTime.of(random.nextInt(24), 0),
                "key",
                random.nextBoolean() ? Set.of() : Set.copyOf(some(models)));
    }

    List<Stage> stages(Pool pool) {
        List<Stage> all = new ArrayList<>(Stream.of(
                        new Capabilities(),
                        new ContextWindow(),
                        new AnswerLanguages(),
                        new AllowedModels(),
                        new OpenCircuits(),
                        new Residency(Set.copyOf(some(REGIONS)), Set.copyOf(some(POLICIES))),
                        new MaxPrice(BigDecimal.valueOf(random.nextInt(200), 3)))
                .filter(any -> random.nextInt(3) > 0)
                .toList());
        all.addAll(some(List.of(
                new Rules(List.of(new Rule("paid", Conditions.tagged("plan", "paid"), some(models)))),
                new SemanticRoutes(
                        List.of(new SemanticRoutes.Route("r", List.of("x"), List.of(new float[] {1, 0}), some(models))),
                        random.nextDouble()),
                Classifier.of(random.nextDouble()),
                new Objective(random.nextDouble(), random.nextDouble(), 0.1, pool.catalogue()),
                new CheckedAttempt(
                        models.get(0), models.get(1), new Course.Cascade(models.get(1), List.of(new Candour()))),
                new CheckedAttempt(models.get(0), models.get(1), new Course.Speculative(models.get(1))))));
        Collections.shuffle(all, random);
        return all;
    }

    /** Signals that may be asked for again and again, as those of a request that is sent twice. */
    Supplier<Signals> signals() {
        double win = random.nextDouble();
        double angle = random.nextDouble() * Math.PI;
        float[] vector = {(float) Math.cos(angle), (float) Math.sin(angle)};
        Set<String> open = Set.copyOf(random.nextInt(4) == 0 ? some(models) : List.of());
        Map<String, Live.Speed> speeds = new HashMap<>();
        some(models)
                .forEach(model -> speeds.put(
                        model, new Live.Speed(random.nextDouble(), 10 + random.nextInt(100), random.nextInt(10) == 0)));
        Live live = new Live() {
            @Override
            public Optional<Speed> speed(String model) {
                return Optional.ofNullable(speeds.get(model));
            }

            @Override
            public boolean open(String model) {
                return open.contains(model);
            }
        };
        return () -> Signals.known(win, vector, live);
    }

    private <T> List<T> some(List<T> of) {
        return of.stream().filter(any -> random.nextBoolean()).toList();
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> @org.jspecify.annotations.Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }
}
