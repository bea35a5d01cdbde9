package dev.tierwise.core.catalog;

import java.math.BigDecimal;

/**
 * Dollars per million tokens, exact.
 *
 * @param cachedInput for input tokens the provider read from its cache
 */
public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
    private static final int MILLION_DIGITS = 6;

    /**
     * Cost of one call in dollars, exact.
     *
     * @param inputTokens all input tokens, cached ones included
     * @param cachedTokens those of them that were read from the provider's cache; more than all count as all
     */
    public BigDecimal cost(long inputTokens, long cachedTokens, long outputTokens) {
        long cached = Math.clamp(cachedTokens, 0, Math.max(0, inputTokens));
        return input.multiply(BigDecimal.valueOf(inputTokens - cached))
                .add(cachedInput.multiply(BigDecimal.valueOf(cached)))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(MILLION_DIGITS);
    }
}
