package dev.tierwise.serving.observe;

import dev.tierwise.core.catalog.Price;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.upstream.Result;
import dev.tierwise.serving.upstream.Spent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request that is over. Holds nothing of its body but, where prompts are logged, the text that was routed on.
 *
 * @param decisionId also in the answer's headers
 * @param client name of the key, empty where keys are not asked for
 * @param plan null where the request ended before a decision
 * @param result null where nobody was asked
 * @param status what the client got
 * @param errorCode null where all went well
 * @param overheadNanos the proxy's own share of the time to the first byte; 0 where none came of a provider
 * @param totalNanos from the request's arrival to the end of its answer
 * @param promptChars length of the conversation's text
 * @param prompt null unless prompts are logged
 */
public record Served(
        String decisionId,
        Instant time,
        Endpoint endpoint,
        String client,
        boolean stream,
        @Nullable Plan plan,
        @Nullable Result result,
        int status,
        @Nullable String errorCode,
        long overheadNanos,
        long totalNanos,
        long promptChars,
        @Nullable String prompt) {
    /** What it cost in dollars, exact; empty where nothing was used or a model has no price. */
    Optional<BigDecimal> cost() {
        if (result == null || result.spent().isEmpty() || unpriced()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Spent spent : result.spent()) {
            sum = sum.add(cost(spent).orElse(BigDecimal.ZERO));
        }
        return Optional.of(sum);
    }

    /** What one of its calls cost in dollars, exact; empty where the model has no price. */
    static Optional<BigDecimal> cost(Spent spent) {
        Price price = spent.model().price();
        Usage usage = spent.usage();
        return Optional.ofNullable(price)
                .map(known -> known.cost(usage.input(), usage.cached(), usage.cacheWritten(), usage.output()));
    }

    /** Whether tokens were used whose price nobody configured: an alarm, never zero. */
    boolean unpriced() {
        if (result != null) {
            for (Spent spent : result.spent()) {
                if (spent.model().price() == null) {
                    return true;
                }
            }
        }
        return false;
    }
}
