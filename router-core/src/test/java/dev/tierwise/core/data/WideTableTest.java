package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WideTableTest {
    private static final String[] FILE = {
        "id,prompt,category,benchmark,a,b,a#output_chars,b#output_tokens,contaminated",
        "1,x,maths,m,1,,120,7,0",
        "2,y,maths,m,0,1,,,1",
        ",z,,m,0.5,0,0,3,0"
    };

    @Test
    void everyColumnThatDoesNotDescribeThePromptIsAModel() {
        try (WideTable table = WideTable.open(Csv.NAME, Csv.of(FILE), List.of())) {
            assertThat(table.models()).containsExactly("a", "b");
            WideTable.Row first = Objects.requireNonNull(table.next());
            assertThat(first.id()).isEqualTo("1");
            assertThat(first.prompt()).isEqualTo("x");
            assertThat(first.category()).isEqualTo("maths");
            assertThat(first.scores()).containsExactly(1, Double.NaN);
            assertThat(first.outputChars()).containsExactly(120, Double.NaN);
            assertThat(first.outputTokens()).containsExactly(Double.NaN, 7);
            WideTable.Row second = Objects.requireNonNull(table.next());
            assertThat(second.id()).isEqualTo("data.csv:4");
            assertThat(second.line()).isEqualTo(4);
            assertThat(table.next()).isNull();
            assertThat(table.counts()).isEqualTo(new RowCounts(3, 1, 0, 0, 0));
        }
    }

    @Test
    void namedModelsComeInTheOrderTheyAreNamed() {
        try (WideTable table = WideTable.open(Csv.NAME, Csv.of(FILE), List.of("b", "a"))) {
            WideTable.Row first = Objects.requireNonNull(table.next());
            assertThat(first.scores()).containsExactly(Double.NaN, 1);
        }
    }

    @Test
    void aModelThatIsNotThereIsAnsweredWithTheColumnsThatAre() {
        assertThatThrownBy(() -> WideTable.open(Csv.NAME, Csv.of("prompt,gpt-4", "x,1"), List.of("gpt4")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:1: there is no column \"gpt4\", did you mean \"gpt-4\"?;"
                        + " the columns are prompt, gpt-4");
    }

    @Test
    void aLengthBelowZeroIsRefused() {
        assertThatThrownBy(() -> {
                    try (WideTable table =
                            WideTable.open(Csv.NAME, Csv.of("prompt,a,a#output_chars", "x,1,-5"), List.of("a"))) {
                        table.next();
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:2: column \"a#output_chars\": \"-5\" is a length below 0; leave the cell empty"
                        + " where it was not measured");
    }
}
