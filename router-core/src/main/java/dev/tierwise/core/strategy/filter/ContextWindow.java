package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Optional;

/**
 * Models whose window holds the prompt and the answer the client has room for. Counts with the model's own tokenizer
 * where it is known, and only where the prompt could be too long at all.
 */
public record ContextWindow() implements Filter {
    @Override
    public String name() {
        return "context_window";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        Integer window = model.contextWindow();
        if (window == null) {
            return Optional.empty();
        }
        long answer = facts.maxOutput() == null ? 0 : facts.maxOutput();
        if (TokenCounter.atMost(facts.prompt()) + answer <= window) {
            return Optional.empty();
        }
        long prompt = model.tokens().count(facts.prompt());
        return prompt + answer <= window
                ? Optional.empty()
                : Optional.of((model.tokens().equals(TokenCounter.ESTIMATE) ? "about " : "") + prompt + " tokens"
                        + (answer == 0 ? "" : " and " + answer + " of answer") + " exceed " + window);
    }
}
