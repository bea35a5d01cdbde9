package dev.tierwise.serving.api;

/**
 * Tokens of one answer.
 *
 * @param input all input tokens, those read from a cache or written to one included
 * @param cached those of them read from the provider's cache
 * @param cacheWritten those of the others written to it, where the provider says so
 * @param output tokens of the answer, reasoning included
 * @param source who counted
 */
public record Usage(long input, long cached, long cacheWritten, long output, Source source) {
    /** Who counted. */
    public enum Source {
        PROVIDER,
        /** Four characters a token, where the provider gave no count or none of the whole answer. */
        ESTIMATED
    }

    private static final int CHARS_PER_TOKEN = 4;

    public Usage {
        input = Math.max(0, input);
        cached = Math.clamp(cached, 0, input);
        cacheWritten = Math.clamp(cacheWritten, 0, input - cached);
        output = Math.max(0, output);
    }

    /** A guess from lengths. */
    public static Usage estimate(long inputChars, long outputChars) {
        return new Usage(tokens(inputChars), 0, 0, tokens(outputChars), Source.ESTIMATED);
    }

    /** The same with a guess at the output. */
    Usage withOutput(long guess) {
        return new Usage(input, cached, cacheWritten, guess, Source.ESTIMATED);
    }

    /** The sum of two, estimated where either is. */
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cached + other.cached,
                cacheWritten + other.cacheWritten,
                output + other.output,
                source == Source.PROVIDER ? other.source : source);
    }

    private static long tokens(long chars) {
        return (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }
}
