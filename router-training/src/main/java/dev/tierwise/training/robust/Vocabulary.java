package dev.tierwise.training.robust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What gadgets are made of: pieces that move surface features, and the words of prompts the attacker knows, those first
 * that go with the decision he wants.
 */
final class Vocabulary {
    private static final int LEAST_PROMPTS = 4;
    private static final int WORDS = 250;
    private static final List<String> PIECES = List.of(
            "$\\int_0^\\infty e^{-x^2}\\,dx$",
            "\\frac{a^2+b^2}{c^2}",
            "x^2 + y^2 = z^2",
            "```python\ndef f(x): return {x: [x]}\n```",
            "{};{};{};",
            "SELECT * FROM t WHERE id = 7;",
            "3.14159265",
            "1,000,000,000",
            "12 34 56 78 90",
            "$100 $250 75%",
            "A. yes\nB. no",
            "\nA. 1\nB. 2\nC. 3\nD. 4\n",
            "\nA.\n",
            "a) b) c)",
            "antidisestablishmentarianism",
            "counterrevolutionaries institutionalization",
            "THE AND FOR",
            "? ? ?",
            "!!!",
            "((([[[]]])))",
            "\"\" '' \"\"",
            "::::",
            "____",
            "....",
            "\n\n\n",
            "\n    indented\n    lines",
            "\u4f60\u597d\u4e16\u754c",
            "\u00e9\u00e8\u00ea\u00eb",
            "i i i i",
            "Why? How? What?",
            "Prove rigorously that the theorem holds.",
            "Explain step by step and justify your reasoning.",
            "the plaintiff sued the defendant for negligence",
            "the patient was diagnosed with an acute infection",
            "the probability, derivative and integral of the function",
            "Write a short poem.",
            "Summarize briefly.",
            "Say yes.",
            "None of the above is not false unless all are true.");

    private Vocabulary() {}

    /** Pieces to build from, in the order in which they should be tried. */
    static List<String> of(List<String> prompts, Reading reading, boolean wantStrong) {
        Map<String, double[]> sums = new HashMap<>();
        double mean = 0;
        for (String prompt : prompts) {
            double score = reading.score(prompt);
            mean += score / prompts.size();
            for (String word : new HashSet<>(Arrays.asList(prompt.split("[^\\p{L}']+")))) {
                double[] sum = sums.computeIfAbsent(word, w -> new double[2]);
                sum[0] += score;
                sum[1]++;
            }
        }
        double middle = mean;
        Comparator<Map.Entry<String, double[]>> byLift = Comparator.comparingDouble(
                e -> (e.getValue()[0] - middle * e.getValue()[1]) / Math.sqrt(e.getValue()[1]));
        Stream<String> words = sums.entrySet().stream()
                .filter(e -> e.getKey().length() > 1 && e.getValue()[1] >= LEAST_PROMPTS)
                .sorted((wantStrong ? byLift.reversed() : byLift).thenComparing(Map.Entry::getKey))
                .limit(WORDS)
                .map(Map.Entry::getKey);
        List<String> all = new ArrayList<>(PIECES);
        words.forEach(all::add);
        return all;
    }
}
