package dev.tierwise.eval.strategy;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Classifier;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Pool;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Completion;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.attempt.Review;
import dev.tierwise.core.strategy.rank.CheckedAttempt;
import java.util.List;
import java.util.Map;

/** Runs a router's own stages over the rows of a pair, and plays the recorded answers back. */
final class Replay {
    private static final Candidate STRONG = new Candidate(Candidate.STRONG, Candidate.STRONG);
    private static final Candidate WEAK = new Candidate(Candidate.WEAK, Candidate.WEAK);
    private static final Pool POOL = new Pool(List.of(WEAK, STRONG), Map.of());

    private final Pair pair;
    private final boolean[] accepted;

    /** Asks the checks about every weak answer, once. */
    Replay(Pair pair, List<Check> checks) throws InterruptedException {
        this.pair = pair;
        this.accepted = new boolean[pair.rows()];
        for (int row = 0; row < accepted.length; row++) {
            accepted[row] = Review.of(
                            checks,
                            new Asked(Prompt.of(pair.prompt(row)), null),
                            Answer.of(pair.weakAnswer(row)),
                            Completion.NONE)
                    .accepted();
        }
    }

    /** Cost and quality of every row under a way of choosing. */
    static final class Track {
        private final double[] cost;
        private final double[] quality;

        Track(int rows) {
            cost = new double[rows];
            quality = new double[rows];
        }

        double[] cost() {
            return cost;
        }

        double[] quality() {
            return quality;
        }
    }

    static Stage classifier(double threshold) {
        return Classifier.of(threshold);
    }

    static Stage cascade() {
        return new CheckedAttempt(WEAK.model(), STRONG.model(), new Course.Cascade(STRONG.model(), List.of()));
    }

    static Stage speculative() {
        return new CheckedAttempt(WEAK.model(), STRONG.model(), new Course.Speculative(STRONG.model()));
    }

    /**
     * What comes of some stages.
     *
     * @param score win probability by row
     */
    Track of(List<Stage> stages, double[] score) {
        Router router = new Router("replayed", null, stages);
        Track track = new Track(pair.rows());
        for (int row = 0; row < pair.rows(); row++) {
            Decision decision =
                    router.decide(RequestFacts.of(Prompt.of(pair.prompt(row))), POOL, Signals.of(score[row]));
            play(decision, row, track);
        }
        return track;
    }

    /** Every prompt to strong. */
    Track alwaysStrong() {
        Track track = new Track(pair.rows());
        for (int row = 0; row < pair.rows(); row++) {
            strong(row, track);
        }
        return track;
    }

    private void play(Decision decision, int row, Track track) {
        if (decision.chosen().isStrong()) {
            strong(row, track);
            return;
        }
        track.cost[row] += pair.weakCost(row);
        switch (decision.course()) {
            case Course.Plain _ -> track.quality[row] = pair.weakQuality(row);
            case Course.Cascade _ -> {
                if (accepted[row]) {
                    track.quality[row] = pair.weakQuality(row);
                } else {
                    strong(row, track);
                }
            }
            case Course.Speculative _ -> {
                boolean agreed = pair.agree(row);
                track.cost[row] += pair.verifyCost(row, agreed);
                track.quality[row] = agreed ? pair.weakQuality(row) : pair.strongQuality(row);
            }
        }
    }

    private void strong(int row, Track track) {
        track.cost[row] += pair.strongCost(row);
        track.quality[row] = pair.strongQuality(row);
    }

    /** How many weak answers the checks let pass. */
    int acceptedRows() {
        int count = 0;
        for (boolean one : accepted) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
