package dev.tierwise.eval.command;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.data.TieRule.Ties;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.RoutingText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which tier of labelled prompts is which, and what a win is; the same options in every command that reads them. */
public final class OutcomeOptions {
    @Option(
            names = "--strong",
            split = ",",
            paramLabel = "NAME",
            description = "The strong tier: columns (wide) or models (pairwise); several make one tier, their mean.")
    private List<String> strong = List.of();

    @Option(names = "--weak", split = ",", paramLabel = "NAME", description = "The weak tier, alike.")
    private List<String> weak = List.of();

    @Option(
            names = "--format",
            paramLabel = "SHAPE",
            description = "wide, labelled or pairwise, where the header misleads.")
    private Shape format = Shape.AUTO;

    @Option(
            names = "--ties",
            paramLabel = "RULE",
            description = "What a tie is to the strong tier: weak (no win, the default), half, or drop.")
    private Ties ties = Ties.WEAK;

    @Option(
            names = "--margin",
            paramLabel = "M",
            description = "Strong wins where strong - weak > M, in the unit of the scores; 0 where left out.")
    private double margin;

    @Option(
            names = "--contaminated",
            paramLabel = "WHAT",
            description = "Rows marked contaminated: drop (the default) or keep.")
    private Contaminated contaminated = Contaminated.DROP;

    /** What becomes of the rows whose column {@code contaminated} says so. */
    enum Contaminated {
        /** They are left out, and counted. */
        DROP,
        /** They are read like any other row. */
        KEEP
    }

    /** How the rows are read. */
    public ReadOptions read(RoutingText text) {
        return new ReadOptions(format, strong, weak, contaminated == Contaminated.KEEP, text);
    }

    /**
     * When strong counts as the winner.
     *
     * @throws BadInputException where the margin is none
     */
    public TieRule ties() {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new BadInputException("--margin " + margin + " is not 0 or more");
        }
        return new TieRule(ties, margin);
    }

    /** What was asked for beside the defaults, by option, as it could be typed again. */
    public Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("--strong", String.join(",", strong));
        given.put("--weak", String.join(",", weak));
        given.put("--ties", ties == Ties.WEAK ? "" : ties.name().toLowerCase(Locale.ROOT));
        given.put("--margin", margin == 0 ? "" : Double.toString(margin));
        given.put("--format", format == Shape.AUTO ? "" : format.name().toLowerCase(Locale.ROOT));
        given.put("--contaminated", contaminated == Contaminated.KEEP ? "keep" : "");
        given.values().removeIf(String::isEmpty);
        return given;
    }
}
