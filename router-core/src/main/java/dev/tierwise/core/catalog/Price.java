package dev.tierwise.core.catalog;

import java.math.BigDecimal;

/**
 * Dollars per million tokens, exact.
 *
 * @param cachedInput for input tokens the provider read from its cache
 * @param cacheWrite for input tokens the provider wrote to its cache
 */
public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal cacheWrite, BigDecimal output) {
    private static final int MILLION_DIGITS = 6;

    /** Of a provider that charges nothing more for what it writes to its cache. */
    public Price(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
        this(input, cachedInput, input, output);
    }

    /** Cost in dollars, exact, of a call that neither read nor wrote a cache. */
    public BigDecimal cost(long inputTokens, long outputTokens) {
        return cost(inputTokens, 0, 0, outputTokens);
    }

    /**
     * Cost of one call in dollars, exact.
     *
     * @param inputTokens all input tokens
     * @param cachedTokens those of them that were read from the provider's cache; more than all count as all
     * @param cacheWrittenTokens those of the others that were written to it; more than those count as those
     */
    public BigDecimal cost(long inputTokens, long cachedTokens, long cacheWrittenTokens, long outputTokens) {
        long cached = Math.clamp(cachedTokens, 0, Math.max(0, inputTokens));
        long written = Math.clamp(cacheWrittenTokens, 0, Math.max(0, inputTokens - cached));
        return input.multiply(BigDecimal.valueOf(inputTokens - cached - written))
                .add(cachedInput.multiply(BigDecimal.valueOf(cached)))
                .add(cacheWrite.multiply(BigDecimal.valueOf(written)))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(MILLION_DIGITS);
    }
}
