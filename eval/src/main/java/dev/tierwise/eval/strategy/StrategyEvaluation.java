package dev.tierwise.eval.strategy;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.metrics.Columns;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.metrics.Places;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.strategy.Replay.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Cost and quality of strategies on recorded answers. A strategy with a threshold is a curve over thresholds; one without
 * is a point, which a random share of prompts sent straight to strong makes a line. All are compared where they keep 95 %
 * of the strong model's quality.
 */
public final class StrategyEvaluation {
    private static final double PART = 0.95;
    private static final int STEPS = 200;

    private final Bootstrap bootstrap;
    private final RecordedAnswers answers;
    private final List<Check> checks;

    public StrategyEvaluation(Bootstrap bootstrap, RecordedAnswers answers, List<Check> checks) {
        this.bootstrap = bootstrap;
        this.answers = answers;
        this.checks = List.copyOf(checks);
    }

    /** A strategy: tracks from the cheapest to always-strong. */
    private record Strategy(String name, List<Track> tracks) {}

    /**
     * Measures.
     *
     * @param strong name of the strong model in the answers and prices
     * @param routers scores of the rows; they must not come from a router that was fitted to them
     */
    public StrategyResult evaluate(EvalSet set, String strong, String weak, Prices prices, List<RouterScores> routers)
            throws InterruptedException {
        Pair pair = new Pair(set, answers, strong, weak, prices.require(strong), prices.require(weak));
        Replay replay = new Replay(pair, checks);
        Track top = replay.alwaysStrong();
        List<Strategy> strategies = new ArrayList<>();
        double[] none = new double[set.rows()];
        strategies.add(new Strategy("always-strong", List.of(top)));
        for (RouterScores router : routers) {
            String name = routers.size() == 1 ? "classifier" : "classifier " + router.name();
            strategies.add(curve(name, replay, top, router, at -> List.of(Replay.classifier(at))));
        }
        strategies.add(new Strategy("cascade", List.of(replay.of(List.of(Replay.cascade()), none), top)));
        for (RouterScores router : routers) {
            String name = routers.size() == 1 ? "classifier + cascade" : "classifier " + router.name() + " + cascade";
            strategies.add(curve(name, replay, top, router, at -> List.of(Replay.classifier(at), Replay.cascade())));
        }
        strategies.add(new Strategy("speculative", List.of(replay.of(List.of(Replay.speculative()), none), top)));
        return measure(set, strategies, top, replay.acceptedRows());
    }

    private static Strategy curve(
            String name, Replay replay, Track top, RouterScores router, Function<Double, List<Stage>> stages) {
        // Places are in the order of the scores and below 1: a threshold of 1 sends nobody to strong, whatever the
        // scores are.
        double[] place = Places.within(router.score(), new int[router.score().length]);
        double[] sorted = place.clone();
        Arrays.sort(sorted);
        List<Track> tracks = new ArrayList<>();
        tracks.add(replay.of(stages.apply(1.0), place));
        for (int step = 1; step <= STEPS; step++) {
            double threshold = sorted[(int) ((sorted.length - 1) * (1 - (double) step / STEPS))];
            tracks.add(replay.of(stages.apply(threshold), place));
        }
        tracks.add(top);
        return new Strategy(name, tracks);
    }

    private StrategyResult measure(EvalSet set, List<Strategy> strategies, Track top, int accepted) {
        double[] figures = figures(strategies, top, set.weight());
        Draws draws = bootstrap.draw(set.promptNumbers(), set.weight(), weight -> figures(strategies, top, weight));
        int classifier = IntStream.range(0, strategies.size())
                .filter(i -> strategies.get(i).name().startsWith("classifier"))
                .findFirst()
                .orElse(0);
        List<StrategyResult.Row> rows = new ArrayList<>();
        for (int i = 0; i < strategies.size(); i++) {
            int at = 3 * i;
            rows.add(new StrategyResult.Row(
                    strategies.get(i).name(),
                    figures[at],
                    draws.interval(at),
                    figures[at + 1],
                    draws.interval(at + 1),
                    figures[at + 2],
                    draws.interval(at + 2),
                    figures[at + 2] - figures[3 * classifier + 2],
                    i == classifier ? Interval.NONE : draws.difference(at + 2, 3 * classifier + 2)));
        }
        return new StrategyResult(
                set.name(),
                set.rows(),
                accepted,
                rows,
                strategies.get(classifier).name());
    }

    /** For each strategy its cost and quality, where it keeps the wanted part of strong's quality, and its saving there. */
    private static double[] figures(List<Strategy> strategies, Track top, double[] weight) {
        double strongQuality = Columns.mean(top.quality(), weight);
        double strongCost = Columns.mean(top.cost(), weight);
        double[] figures = new double[3 * strategies.size()];
        for (int i = 0; i < strategies.size(); i++) {
            double[] point = strategies.get(i).tracks().size() == 1
                    ? new double[] {strongCost, strongQuality}
                    : reaching(strategies.get(i).tracks(), PART * strongQuality, weight);
            figures[3 * i] = point[0];
            figures[3 * i + 1] = point[1];
            figures[3 * i + 2] = strongCost > 0 ? 1 - point[0] / strongCost : Double.NaN;
        }
        return figures;
    }

    /** Where a curve first reaches a quality, between two of its points in proportion. */
    private static double[] reaching(List<Track> tracks, double wanted, double[] weight) {
        double cost = Columns.mean(tracks.getFirst().cost(), weight);
        double quality = Columns.mean(tracks.getFirst().quality(), weight);
        for (int i = 1; i < tracks.size() && quality < wanted; i++) {
            double nextCost = Columns.mean(tracks.get(i).cost(), weight);
            double nextQuality = Columns.mean(tracks.get(i).quality(), weight);
            if (nextQuality >= wanted) {
                double part = (wanted - quality) / (nextQuality - quality);
                return new double[] {cost + part * (nextCost - cost), wanted};
            }
            cost = nextCost;
            quality = nextQuality;
        }
        return new double[] {cost, quality};
    }
}
