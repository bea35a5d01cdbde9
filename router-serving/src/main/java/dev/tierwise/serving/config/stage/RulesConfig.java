package dev.tierwise.serving.config.stage;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.rank.Condition;
import dev.tierwise.core.strategy.rank.Rules;
import dev.tierwise.core.strategy.rank.Rules.Rule;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules, the first of which that holds decides. */
record RulesConfig(List<Rule> rules) implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        List<Rule> rules = section.sections(
                "rules", "The first rule that holds decides; where none does, later stages do.", RulesConfig::rule);
        return rules.isEmpty() ? null : new RulesConfig(rules);
    }

    private static Rule rule(Section part) {
        return new Rule(
                part.required("name", Types.NAME, "What the explanation calls it."),
                new Condition(
                        part.values(
                                "tags",
                                Types.TEXT,
                                Types.TEXT,
                                "Values the tags in `metadata` or `x-router-tags` must have; `*` is any."),
                        part.get("min_tokens", Quantities.integer(0, Integer.MAX_VALUE), 0, "Fewest prompt tokens."),
                        part.get("max_tokens", Quantities.COUNT, Integer.MAX_VALUE, "Most prompt tokens, estimated."),
                        part.get(
                                "min_output",
                                Quantities.integer(0, Integer.MAX_VALUE),
                                0,
                                "Fewest tokens of answer the request asks for by `max_tokens`."),
                        part.get("max_output", Quantities.COUNT, Integer.MAX_VALUE, "Most of them."),
                        part.optional("code", Types.BOOL, "Whether the prompt holds program code."),
                        part.list("languages", Types.LANGUAGE, "Languages, one of which is the prompt's."),
                        part.optional(
                                "pattern",
                                Types.PATTERN,
                                "Found in what the user said last; not where the search is out of proportion to its length."),
                        Set.copyOf(part.list("needs", Types.choice(Capability.class), "What the request needs.")),
                        part.optional("hours", Types.HOURS, "Hours of the day, on the clock of this machine.")),
                part.list("to", Types.TEXT, "Models in the order they should be tried."));
    }

    @Override
    public Stage build(Workshop shop) {
        return new Rules(rules);
    }

    @Override
    public List<String> named() {
        return rules.stream().flatMap(rule -> rule.to().stream()).toList();
    }
}
