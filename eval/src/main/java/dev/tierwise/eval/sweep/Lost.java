package dev.tierwise.eval.sweep;

import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.sweep.RouterResult.LostPrompt;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The prompts a router loses first: strong would have won, and the score is low. */
final class Lost {
    private static final int SHOWN = 50;
    private static final int EXCERPT = 240;

    private Lost() {}

    /** Among the half of the prompts that scores lowest, the largest gains, and of equal gains the lowest scores. */
    static List<LostPrompt> of(EvalSet set, RouterScores router) {
        double[] gain = set.gain();
        double[] score = router.score();
        double median = IntStream.range(0, set.rows())
                .mapToDouble(i -> score[i])
                .sorted()
                .skip(set.rows() / 2)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
        return IntStream.range(0, set.rows())
                .filter(i -> gain[i] > 0 && score[i] <= median)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -gain[i]).thenComparingDouble(i -> score[i]))
                .limit(SHOWN)
                .map(i -> new LostPrompt(
                        set.ids().get(i),
                        Objects.requireNonNullElse(set.categories().get(i), ""),
                        excerpt(set.prompts().get(i)),
                        score[i],
                        set.strong()[i],
                        set.weak()[i]))
                .toList();
    }

    private static String excerpt(String prompt) {
        String line = prompt.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "...";
    }
}
