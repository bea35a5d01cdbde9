package dev.tierwise.serving.api;

import java.util.Locale;

/**
 * Every error code of ours, for clients, the log and metrics; {@code docs/observability.md} says what to do about each.
 * Statuses that have no word stand for themselves: {@link #status} and {@link #http}.
 */
public enum ErrorCode {
    INVALID_JSON,
    DUPLICATE_FIELD,
    INVALID_TYPE,
    INCOMPLETE_BODY,
    MODEL_MISSING,
    INVALID_MODELS,
    INVALID_THRESHOLD,
    EMBEDDINGS_NOT_ROUTED,
    UNSUPPORTED_ENDPOINT,
    PREVIOUS_RESPONSE_NOT_FOUND,
    UNTRANSLATABLE,
    NO_CANDIDATE,
    CONTEXT_LENGTH_EXCEEDED,
    CONTENT_REFUSED,
    INVALID_API_KEY,
    MODEL_NOT_ALLOWED,
    NOT_LOCAL,
    MODEL_NOT_FOUND,
    NOT_FOUND,
    UNKNOWN_ENDPOINT,
    METHOD_NOT_ALLOWED,
    UPLOAD_TOO_SLOW,
    BODY_TOO_LONG,
    RATE_LIMITED,
    INTERNAL_ERROR,
    CONNECT_FAILED,
    CONNECTION_LOST,
    TLS_FAILED,
    MALFORMED_ANSWER,
    DIFFERENT_ANSWER,
    CREDENTIALS_REFUSED,
    ANSWER_TOO_LONG,
    OVERLOADED,
    NO_MODEL_AVAILABLE,
    POOL_EXHAUSTED,
    SHUTTING_DOWN,
    CONNECT_TIMEOUT,
    HEADERS_TIMEOUT,
    ANSWER_TIMEOUT,
    FIRST_TOKEN_TIMEOUT,
    IDLE_TIMEOUT,
    TOTAL_TIMEOUT;

    /** The code of a provider's status that has none of its own. */
    public static String status(int status) {
        return "status_" + status;
    }

    /** The code of what the HTTP server itself refuses. */
    public static String http(int status) {
        return "http_" + status;
    }

    /** As it is written. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
