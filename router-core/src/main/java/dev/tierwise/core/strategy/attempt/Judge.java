package dev.tierwise.core.strategy.attempt;

import dev.tierwise.core.prompt.RoutingText;
import java.util.List;
import java.util.Optional;

/**
 * Another model is asked whether the answer will do. A judge that cannot be reached, or says neither yes nor no, rejects.
 *
 * @param model who judges
 * @param instruction what it is told; {@code {question}} and {@code {answer}} stand for the two
 */
public record Judge(String model, String instruction) implements Check {
    /** Asks for yes or no. */
    public static final String USUAL = """
            You check the work of another assistant. Say yes if its answer is correct, complete and does what was asked; \
            otherwise say no. Say one word.

            Question:
            {question}

            Answer:
            {answer}""";

    private static final String YES = "yes";

    @Override
    public String name() {
        return "judge";
    }

    @Override
    public List<String> asks() {
        return List.of(model);
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) throws InterruptedException {
        String question = instruction
                .replace("{question}", RoutingText.AS_WRITTEN.of(asked.prompt()))
                .replace("{answer}", answer.text());
        Optional<Answer> said = completion.ask(model, question);
        if (said.isEmpty()) {
            return Verdict.rejected(model + " could not be asked");
        }
        return said.get().text().strip().regionMatches(true, 0, YES, 0, YES.length())
                ? Verdict.ACCEPTED
                : Verdict.rejected(model + " says no");
    }
}
