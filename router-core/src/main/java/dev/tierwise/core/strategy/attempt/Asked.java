package dev.tierwise.core.strategy.attempt;

import dev.tierwise.core.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as checks see it.
 *
 * @param schema the JSON Schema the request wants its answer to have, as JSON; null where it wants none
 */
public record Asked(Prompt prompt, @Nullable String schema) {}
