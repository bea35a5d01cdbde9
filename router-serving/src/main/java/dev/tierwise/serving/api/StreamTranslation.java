package dev.tierwise.serving.api;

/** One stream on its way to the client's protocol. For one stream, one thread. */
public interface StreamTranslation {
    /** What one whole event of the provider, blank line included, says in the client's protocol: none, one or more. */
    byte[] event(byte[] event) throws MalformedAnswerException;

    /** The events that close a stream which has reached its end. */
    byte[] end();
}
