package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Optional;

/** Models that know the request's language. One that could not be told refuses nobody. */
public record AnswerLanguages() implements Filter {
    @Override
    public String name() {
        return "languages";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        if (model.languages().isEmpty()) {
            return Optional.empty();
        }
        return signals.language(facts)
                .filter(language -> !model.languages().contains(language))
                .map(language -> "does not know the language " + language);
    }
}
