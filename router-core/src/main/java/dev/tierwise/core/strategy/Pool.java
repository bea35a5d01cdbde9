package dev.tierwise.core.strategy;

import dev.tierwise.core.catalog.ModelEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Whom a router may choose: its candidates, and what the catalogue says of them and of those they fall back on.
 * Immutable.
 *
 * @param candidates in the order they stand in where no ranker has a say; not empty
 * @param catalogue by id; a model that is not in it is one of which nothing is known
 */
public record Pool(List<Candidate> candidates, Map<String, ModelEntry> catalogue) {
    public Pool {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a router needs a candidate");
        }
        candidates = List.copyOf(candidates);
        catalogue = Map.copyOf(catalogue);
    }

    /** The same with the client's own models behind the others. */
    public Pool with(List<String> models) {
        List<Candidate> more = new ArrayList<>(candidates);
        models.stream()
                .filter(model ->
                        candidates.stream().noneMatch(own -> own.model().equals(model)))
                .distinct()
                .forEach(model -> more.add(new Candidate(model, model)));
        return new Pool(more, catalogue);
    }

    ModelEntry entry(String model) {
        return ModelEntry.in(catalogue, model);
    }

    /** Candidates each followed by its fallbacks, and theirs; nobody twice. */
    SequencedSet<String> withFallbacks(List<Candidate> ordered) {
        SequencedSet<String> reached = new LinkedHashSet<>();
        ordered.forEach(candidate -> reach(candidate.model(), reached));
        return reached;
    }

    private void reach(String model, SequencedSet<String> reached) {
        if (reached.add(model)) {
            ModelEntry known = catalogue.get(model);
            if (known != null) {
                known.fallbacks().forEach(next -> reach(next, reached));
            }
        }
    }

    /** The candidate a model stands for, the first where it plays two tiers; a fallback outside the router's candidates is called by its own name. */
    Candidate candidate(String model) {
        for (Candidate candidate : candidates) {
            if (candidate.model().equals(model)) {
                return candidate;
            }
        }
        return new Candidate(model, model);
    }
}
