package dev.tierwise.training.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.Outcome;
import dev.tierwise.eval.rows.Prices.Price;
import dev.tierwise.training.robust.Attack.Gadget;
import dev.tierwise.training.robust.Exposure.Moved;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttackTest {
    private static final Price DEAR = new Price(10, 30);
    private static final Price CHEAP = new Price(1, 3);

    /** A router that counts proofs, on prompts of which some ask for one. */
    private static final Reading PROOFS =
            text -> Math.min(1, 0.1 + 0.2 * (text.split("proof", -1).length - 1) + text.length() * 1e-6);

    private static final List<Observation> ROWS = IntStream.range(0, 100)
            .mapToObj(i -> new Observation(
                    "f",
                    i,
                    "r" + i,
                    "Question " + i + (i % 4 == 0 ? " wants a proof of it." : " wants an answer."),
                    30,
                    null,
                    1,
                    false,
                    new Outcome.Scores(i % 4 == 0 ? 1 : 0.5, 0.5)))
            .toList();

    private static final List<String> PROMPTS =
            ROWS.stream().map(Observation::prompt).toList();

    @Test
    void findsTheWordThatForcesStrong() {
        List<Gadget> found = new Attack(PROOFS, 0.3, true, 20_000).search(PROMPTS, 1);

        assertThat(found).hasSize(Attack.LONGEST);
        assertThat(found.getLast().success()).isEqualTo(1);
        assertThat(found.getLast().text()).contains("proof");
        assertThat(new Attack(PROOFS, 0.3, true, 20_000).search(PROMPTS, 1)).isEqualTo(found);
    }

    @Test
    void findsNothingWhereAddedTextCannotLowerAScore() {
        List<Gadget> found = new Attack(PROOFS, 0.3, false, 20_000).search(PROMPTS, 1);

        assertThat(found).allSatisfy(gadget -> assertThat(gadget.success()).isZero());
    }

    @Test
    void whatAGadgetChangesAndCostsIsCounted() {
        Exposure exposure = new Exposure(ROWS, ROWS, PROOFS, 0.3, 0.25, DEAR, CHEAP);

        Moved before = exposure.after(UnaryOperator.identity());
        Moved after = exposure.after(prompt -> prompt + " proof");

        assertThat(before.strongShare()).isEqualTo(0.25);
        assertThat(before.apgr()).isGreaterThan(0.8);
        assertThat(after.toStrong()).isEqualTo(0.75);
        assertThat(after.toWeak()).isZero();
        assertThat(after.strongShare()).isEqualTo(1);
        assertThat(after.tokens()).isCloseTo(1.5, within(1e-9));
        assertThat(after.dollars()).isGreaterThan(before.dollars() * 2);
        assertThat(after.cappedShare()).isLessThanOrEqualTo(0.5);
        assertThat(after.cappedDollars()).isLessThan(after.dollars());
    }

    @Test
    void perturbationsKeepThePromptRecognisable() {
        String prompt = "Which of the following is true?\nA. One\nB. Two";
        assertThat(Perturbation.all())
                .hasSizeGreaterThan(15)
                .allSatisfy(change -> assertThat(change.change().apply(prompt))
                        .as(change.name())
                        .isNotEqualTo(prompt)
                        .isNotBlank());
    }
}
