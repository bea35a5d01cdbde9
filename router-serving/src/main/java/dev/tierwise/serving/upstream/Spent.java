package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.config.Model;

/** What one model's call used, to be paid for whether or not the client got all of it. */
public record Spent(Model model, Usage usage) {}
