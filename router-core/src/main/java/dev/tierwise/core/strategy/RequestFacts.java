package dev.tierwise.core.strategy;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.prompt.Prompt;
import java.time.LocalTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that stages may know of a request without measuring anything. Immutable; equal facts and equal signals give equal
 * decisions, but behind a {@link dev.tierwise.core.strategy.rank.StrongShareCap}, which remembers earlier ones.
 *
 * @param needs what the answer cannot do without
 * @param maxOutput most tokens the client accepts as an answer, null where it did not say
 * @param choices how many answers the client wants, at least 1
 * @param stream whether the answer is wanted piece by piece
 * @param tags from the body's {@code metadata} and the header {@code x-router-tags}; a tag without a value has ""
 * @param time of day at which it came, on the router's clock
 * @param client name of the client's key, empty where keys are not asked for
 * @param allowed ids of the only models this client's requests may reach; empty where all
 */
public record RequestFacts(
        Prompt prompt,
        Set<Capability> needs,
        @Nullable Integer maxOutput,
        int choices,
        boolean stream,
        Map<String, String> tags,
        LocalTime time,
        String client,
        Set<String> allowed) {
    /** Tokens an answer is taken to have where the client set no bound. */
    public static final int USUAL_OUTPUT = 300;

    public RequestFacts {
        needs = Set.copyOf(needs);
        tags = Map.copyOf(tags);
        allowed = Set.copyOf(allowed);
    }

    /** A plain prompt, at noon, by nobody in particular. */
    public static RequestFacts of(Prompt prompt) {
        return new RequestFacts(prompt, Set.of(), null, 1, false, Map.of(), LocalTime.NOON, "", Set.of());
    }

    /** Tokens to expect of an answer. */
    public int expectedOutput() {
        return maxOutput == null ? USUAL_OUTPUT : Math.min(maxOutput, USUAL_OUTPUT);
    }

    /** Dollars that asking a model this is expected to cost, NaN where its price is unknown. */
    public double expectedDollars(ModelEntry entry) {
        Price price = entry.price();
        return price == null
                ? Double.NaN
                : price.cost(entry.tokens().count(prompt), (long) choices * expectedOutput())
                        .doubleValue();
    }
}
