package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Ranker;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.List;
import java.util.Map;

/** Conditions read from first to last: the first that holds decides, and where none does later stages do. */
public record Rules(List<Rule> rules) implements Ranker {
    /**
     * One rule.
     *
     * @param to models in the order they should be tried
     */
    public record Rule(String name, Condition when, List<String> to) {
        public Rule {
            to = List.copyOf(to);
        }
    }

    public Rules {
        rules = List.copyOf(rules);
    }

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        for (Rule rule : rules) {
            boolean possible = candidates.stream().anyMatch(c -> rule.to().contains(c.model()));
            if (possible && rule.when().holds(facts, signals)) {
                return Ranking.of(
                                Ranking.first(rule.to(), candidates),
                                "rule \"" + rule.name() + "\" holds",
                                Map.of("rule", rule.name()))
                        .asSettled();
            }
        }
        return Ranking.of(candidates, "no rule holds", Map.of());
    }
}
