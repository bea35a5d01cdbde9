package dev.tierwise.core.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.data.Outcome.Verdict;
import dev.tierwise.core.data.Outcome.Verdict.Winner;
import dev.tierwise.core.io.Nearest;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two models per row and which one won: a column {@code winner}, or where there is none the one-hot columns of Chatbot
 * Arena, {@code winner_model_a, winner_model_b, winner_tie}. A prompt may be a JSON list of user turns, as Arena's are;
 * turns that are null are dropped.
 */
final class PairwiseReader implements ShapeReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final int MODELS_REMEMBERED = 1_000;

    private final RoutingText part;
    private final Set<String> strong;
    private final Set<String> weak;
    private final Set<String> others = new TreeSet<>();
    /** Models that were named and have not occurred so far, in the order they were named in. */
    private final Set<String> unseen = new LinkedHashSet<>();

    private final int modelA;
    private final int modelB;
    private final int winner;
    private final int winnerA;
    private final int winnerB;
    private final int winnerTie;
    private long otherModels;
    private long wordless;

    PairwiseReader(Header header, ReadOptions options) {
        this.part = options.routingText();
        this.strong = Set.copyOf(options.strong());
        this.weak = Set.copyOf(options.weak());
        this.unseen.addAll(options.strong());
        this.unseen.addAll(options.weak());
        this.modelA = header.require("model_a");
        this.modelB = header.require("model_b");
        this.winner = header.find("winner");
        boolean oneHot = winner == Header.ABSENT;
        this.winnerA = oneHot ? header.require("winner_model_a") : Header.ABSENT;
        this.winnerB = oneHot ? header.require("winner_model_b") : Header.ABSENT;
        this.winnerTie = oneHot ? header.require("winner_tie") : Header.ABSENT;
        if (strong.isEmpty()) {
            header.problem("a file of comparisons needs the models of the strong and of the weak tier, name them");
        }
    }

    @Override
    public @Nullable Observation read(PromptRow row) {
        CsvRow cells = row.cells();
        String a = cells.text(modelA).strip();
        String b = cells.text(modelB).strip();
        unseen.remove(a);
        unseen.remove(b);
        boolean strongFirst = strong.contains(a) && weak.contains(b);
        if (!strongFirst && !(weak.contains(a) && strong.contains(b))) {
            otherModels++;
            remember(a);
            remember(b);
            return null;
        }
        Winner first = winner == Header.ABSENT ? oneHot(cells) : named(cells);
        Prompt asked = prompt(row.prompt());
        if (part.of(asked).isBlank()) {
            wordless++;
            return null;
        }
        return row.observation(asked, part, new Verdict(strongFirst ? first : reversed(first)));
    }

    @Override
    public RowCounts counts(long rows, long contaminated) {
        return new RowCounts(rows, contaminated, 0, otherModels, wordless);
    }

    /** A name that occurs nowhere is misspelt, or belongs to another of several files. */
    @Override
    public String note() {
        return unseen.stream()
                .map(name -> "; no row is about " + Header.quoted(name)
                        + Nearest.to(name, others)
                                .map(near -> ", did you mean " + Header.quoted(near) + "?")
                                .orElse(""))
                .collect(Collectors.joining());
    }

    @Override
    public String hint() {
        String never = otherModels > 0 && unseen.isEmpty() ? "; no row compares a strong with a weak model" : note();
        return others.isEmpty() ? never : never + "; the other models are " + Header.shown(others);
    }

    /** The winner as if model_a were the strong one. */
    private Winner named(CsvRow cells) {
        return switch (cells.lower(winner)) {
            case "model_a", "a" -> Winner.STRONG;
            case "model_b", "b" -> Winner.WEAK;
            case "tie", "tie (bothbad)", "tie (both bad)", "both_bad", "bothbad" -> Winner.TIE;
            default -> throw cells.illegal(winner, "is not model_a, model_b, tie or \"tie (bothbad)\"");
        };
    }

    private Winner oneHot(CsvRow cells) {
        boolean a = cells.flag(winnerA);
        boolean b = cells.flag(winnerB);
        boolean tie = cells.flag(winnerTie);
        if ((a ? 1 : 0) + (b ? 1 : 0) + (tie ? 1 : 0) != 1) {
            throw cells.problem("exactly one of winner_model_a, winner_model_b and winner_tie must be 1");
        }
        return a ? Winner.STRONG : b ? Winner.WEAK : Winner.TIE;
    }

    private static Winner reversed(Winner winner) {
        return switch (winner) {
            case STRONG -> Winner.WEAK;
            case WEAK -> Winner.STRONG;
            case TIE -> Winner.TIE;
        };
    }

    /** Text that begins like a list and is not a JSON list of strings is a prompt that begins with a bracket. */
    private static Prompt prompt(String cell) {
        if (cell.stripLeading().startsWith("[")) {
            try {
                List<String> turns = turns(JSON.readTree(cell));
                if (turns != null) {
                    return Prompt.ofUserTurns(turns);
                }
            } catch (JsonProcessingException e) {
                return Prompt.of(cell);
            }
        }
        return Prompt.of(cell);
    }

    private static @Nullable List<String> turns(JsonNode list) {
        List<String> turns = new ArrayList<>();
        for (JsonNode turn : list) {
            if (turn.isTextual()) {
                turns.add(turn.textValue());
            } else if (!turn.isNull()) {
                return null;
            }
        }
        return turns;
    }

    private void remember(String model) {
        if (others.size() < MODELS_REMEMBERED && !strong.contains(model) && !weak.contains(model)) {
            others.add(model);
        }
    }
}
