package dev.tierwise.serving.api;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.prompt.Prompt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link RequestReader} found in a body; mutable while it reads, never after. */
final class RequestFields {
    int open;
    int close;
    boolean empty = true;

    @Nullable
    String model;

    @Nullable
    Span modelSpan;

    final List<String> models = new ArrayList<>();

    @Nullable
    Span modelsSpan;

    boolean stream;

    @Nullable
    Span streamOptions;

    boolean streamOptionsEmpty;
    boolean includeUsage;

    @Nullable
    Span includeUsageSpan;

    @Nullable
    String previousResponse;

    final List<Prompt.Turn> turns = new ArrayList<>();
    final Set<Capability> needs = EnumSet.noneOf(Capability.class);
    final Map<String, String> metadata = new HashMap<>();

    @Nullable
    Span schema;

    @Nullable
    Integer maxOutput;

    int choices = 1;
}
