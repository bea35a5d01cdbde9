package dev.tierwise.core.data;

import dev.tierwise.core.data.Outcome.Needed;
import dev.tierwise.core.data.Outcome.Verdict;
import dev.tierwise.core.data.Outcome.Verdict.Winner;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;

/** A column {@code label} with the probability that the strong tier is needed, or {@code winner} with its name. */
final class LabelledReader implements ShapeReader {
    private final RoutingText part;
    private final int label;
    private final int winner;

    LabelledReader(Header header, ReadOptions options) {
        this.part = options.routingText();
        this.label = header.find("label");
        this.winner = header.find("winner");
        if (label != Header.ABSENT && winner != Header.ABSENT) {
            header.problem("there are both a column \"label\" and a column \"winner\", delete one");
        } else if (label == Header.ABSENT && winner == Header.ABSENT) {
            header.lacking(
                    "there is no column \"label\" (1, 0 or a probability) and no \"winner\" (strong, weak or tie)");
        }
    }

    @Override
    public Observation read(PromptRow row) {
        return row.observation(
                Prompt.of(row.prompt()),
                part,
                label == Header.ABSENT ? new Verdict(winner(row.cells())) : new Needed(label(row.cells())));
    }

    @Override
    public RowCounts counts(long rows, long contaminated) {
        return new RowCounts(rows, contaminated, 0, 0, 0);
    }

    private double label(CsvRow cells) {
        double value = cells.number(label);
        if (!(value >= 0 && value <= 1)) {
            throw cells.illegal(
                    label, "is not in 0..1; write 1 where the strong model is needed, 0 where not, or a probability");
        }
        return value;
    }

    private Winner winner(CsvRow cells) {
        return switch (cells.lower(winner)) {
            case "strong" -> Winner.STRONG;
            case "weak" -> Winner.WEAK;
            case "tie" -> Winner.TIE;
            default -> throw cells.illegal(winner, "is not strong, weak or tie");
        };
    }
}
