package dev.tierwise.serving.api;

/**
 * One client's protocol to another provider's, and back. What has no counterpart is an error, never left out.
 * Immutable, thread-safe.
 */
public interface Translation {
    /**
     * The client's body in the provider's protocol; the model's name in it is already the provider's.
     *
     * @throws UntranslatableException where the provider's protocol cannot say what the body says
     */
    byte[] request(byte[] body);

    /** A whole answer in the client's protocol. */
    byte[] answer(byte[] body) throws MalformedAnswerException;

    /** An error body in the client's protocol. */
    byte[] error(int status, byte[] body);

    /**
     * What translates one stream.
     *
     * @param usageAsked whether the client asked for the usage of a stream, which Anthropic's clients always do
     */
    StreamTranslation stream(boolean usageAsked);
}
