package dev.tierwise.core.data;

import dev.tierwise.core.data.Outcome.Scores;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A numeric column per model; a tier's score is the mean of its columns that were measured in the row. */
final class WideReader implements ShapeReader {
    private final RoutingText part;
    private final ScoreColumns columns;
    private final int strong;
    private long unmeasured;

    WideReader(Header header, ReadOptions options) {
        this.part = options.routingText();
        List<String> strongColumns = options.strong();
        List<String> weakColumns = options.weak();
        if (strongColumns.isEmpty() && header.has("strong") && header.has("weak")) {
            strongColumns = List.of("strong");
            weakColumns = List.of("weak");
        } else if (strongColumns.isEmpty()) {
            header.lacking("name the columns of the strong and of the weak tier, or add a column \"label\"");
        }
        this.strong = strongColumns.size();
        this.columns = new ScoreColumns(
                header,
                Stream.concat(strongColumns.stream(), weakColumns.stream()).toList());
    }

    @Override
    public @Nullable Observation read(PromptRow row) {
        double strongScore = mean(row.cells(), 0, strong);
        double weakScore = mean(row.cells(), strong, columns.models().size());
        if (Double.isNaN(strongScore) || Double.isNaN(weakScore)) {
            unmeasured++;
            return null;
        }
        // Sums of very large numbers overflow, and so does what they differ by.
        if (!Double.isFinite(strongScore - weakScore)) {
            throw row.cells()
                    .problem(
                            "the scores are too large to take the mean of; give all of them in one unit, such as 0..1");
        }
        return row.observation(Prompt.of(row.prompt()), part, new Scores(strongScore, weakScore));
    }

    @Override
    public RowCounts counts(long rows, long contaminated) {
        return new RowCounts(rows, contaminated, unmeasured, 0, 0);
    }

    /** NaN where no column was measured. */
    private double mean(CsvRow cells, int from, int to) {
        double sum = 0;
        int measured = 0;
        for (int model = from; model < to; model++) {
            double score = columns.score(cells, model);
            if (!Double.isNaN(score)) {
                sum += score;
                measured++;
            }
        }
        return measured == 0 ? Double.NaN : sum / measured;
    }
}
