package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.RoutingText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a file of labelled prompts is read.
 *
 * @param strong the strong tier: columns of a wide file, models of a pairwise one; not looked at in a labelled one. Where
 *     both tiers are empty, a wide file's columns {@code strong} and {@code weak} are meant
 * @param weak the weak tier, alike; shares no name with the strong one
 * @param contaminated whether rows marked as contaminated are read too
 * @param routingText which part of a prompt an observation carries
 */
public record ReadOptions(
        Shape shape, List<String> strong, List<String> weak, boolean contaminated, RoutingText routingText) {

    /** How a file says which tier did better. */
    public enum Shape {
        /** Told from the header. */
        AUTO,
        /** A numeric column per model. */
        WIDE,
        /** A column {@code label} or {@code winner}. */
        LABELLED,
        /** Two models per row and which of them won. */
        PAIRWISE
    }

    public ReadOptions {
        strong = strong.stream().map(String::strip).toList();
        weak = weak.stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>(strong);
        names.addAll(weak);
        for (String name : names) {
            if (name.isBlank()) {
                throw new BadInputException("the strong or weak tier holds an empty name; separate names by one comma");
            }
            if (!seen.add(name)) {
                throw new BadInputException("the strong and weak tiers name " + Header.quoted(name)
                        + " twice; name every model once, in one of the two");
            }
        }
        if (strong.isEmpty() != weak.isEmpty()) {
            throw new BadInputException("the " + (strong.isEmpty() ? "strong" : "weak")
                    + " tier is not named and the other is; name both, or neither");
        }
    }

    /** The shape told from the header, contaminated rows left out, the default part of the prompt. */
    public static ReadOptions of(List<String> strong, List<String> weak) {
        return new ReadOptions(Shape.AUTO, strong, weak, false, RoutingText.DEFAULT);
    }

    public ReadOptions withTiers(List<String> nowStrong, List<String> nowWeak) {
        return new ReadOptions(shape, nowStrong, nowWeak, contaminated, routingText);
    }

    public ReadOptions withContaminated() {
        return new ReadOptions(shape, strong, weak, true, routingText);
    }

    public ReadOptions withRoutingText(RoutingText part) {
        return new ReadOptions(shape, strong, weak, contaminated, part);
    }
}
