package dev.tierwise.core.strategy.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Prompt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers say themselves that they will not do. */
final class CandourTest {
    @ParameterizedTest
    @CsvSource({"The answer is 4.,true", "I’m sorry but I cannot help with that.,false", "I'm not sure about it.,false"
    })
    void refusalsAndHedgesAreHeard(String answer, boolean candid) throws Exception {
        Check.Verdict verdict = new Candour().look(new Asked(Prompt.of("?"), null), Answer.of(answer), Completion.NONE);
        assertThat(verdict.accepted()).isEqualTo(candid);
    }
}
