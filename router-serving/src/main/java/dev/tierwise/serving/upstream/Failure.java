package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.ProviderError;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.file.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a call gave no answer, or none to its end.
 *
 * @param status what the client is told
 * @param answered the provider's own status, 0 where it sent none
 * @param code one word for the log and the client
 * @param retryAfter what the provider asked for, null where it did not
 * @param body the provider's error as it came, null where there is none to show
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Failure(
        Kind kind,
        int status,
        int answered,
        String code,
        String message,
        @Nullable Duration retryAfter,
        byte @Nullable [] body) {
    private static final int QUOTED_BYTES = 1000;

    /** What a failure says about asking again. */
    enum Kind {
        /** It may be gone in a moment: connect errors, resets, 408, 409, 429, 5xx, answers that are no answers. */
        PASSING,
        /** Silent until a limit: this deployment is not asked again. */
        SILENT,
        /** Every connection we may hold to the provider stayed in use: it was not asked. */
        CROWDED,
        /** We broke it off, since this server stops: it says nothing about the provider. */
        STOPPED,
        /** The time of the whole request was over: what this provider had of it says nothing about it. */
        OVERDUE,
        /** It refuses our credentials: nothing the client can mend, and another model may do. */
        MISCONFIGURED,
        /** It knows no such endpoint, model or thing that the request names; another model may do. */
        NOT_FOUND,
        /** This wire cannot say what the request says; another model may speak the client's own. */
        UNTRANSLATABLE,
        /** A model with a larger window may do. */
        CONTEXT_TOO_LONG,
        /** The model itself wrote what cannot be used: asked again, it costs as much; another model may do. */
        UNUSABLE,
        /** The answer does not agree with what the client has of another one. */
        DIFFERENT,
        /** The request itself is at fault, or its content is refused: the client is told. */
        CLIENT
    }

    /** Whether the provider was asked and had its time, so that its answer or silence says something about it. */
    boolean wasAsked() {
        return switch (kind) {
            case CROWDED, STOPPED, OVERDUE, UNTRANSLATABLE -> false;
            case PASSING, SILENT, MISCONFIGURED, NOT_FOUND, CONTEXT_TOO_LONG, UNUSABLE, DIFFERENT, CLIENT -> true;
        };
    }

    static Failure of(Kind kind, int status, ErrorCode code, String message) {
        return new Failure(kind, status, 0, code.text(), message, null, null);
    }

    /** Sorts an error response by what it means. */
    static Failure response(int status, byte[] body, @Nullable Duration retryAfter) {
        ProviderError error = ProviderError.parse(body);
        String message = error.message() == null ? "status " + status : error.message();
        if (error.refusesContent()) {
            return new Failure(Kind.CLIENT, status, status, ErrorCode.CONTENT_REFUSED.text(), message, null, body);
        }
        if (status < 500 && error.contextTooLong()) {
            return new Failure(
                    Kind.CONTEXT_TOO_LONG,
                    status,
                    status,
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED.text(),
                    message,
                    null,
                    body);
        }
        return switch (status == 400 && error.refusesKey() ? 401 : status) {
            case 408, 409 ->
                new Failure(Kind.PASSING, status, status, ErrorCode.status(status), message, retryAfter, body);
            case 429 ->
                new Failure(Kind.PASSING, status, status, ErrorCode.RATE_LIMITED.text(), message, retryAfter, body);
            // Such messages like to quote the key, so that they end here.
            case 401, 402, 403 ->
                new Failure(
                        Kind.MISCONFIGURED,
                        502,
                        status,
                        ErrorCode.CREDENTIALS_REFUSED.text(),
                        "the provider refused this router's credentials",
                        null,
                        null);
            case 404 -> {
                String what = error.message() == null ? "the provider knows no such model or address" : message;
                yield new Failure(Kind.NOT_FOUND, status, status, ErrorCode.NOT_FOUND.text(), what, null, body);
            }
            default ->
                status >= 500 || status < 400
                        ? new Failure(
                                Kind.PASSING,
                                status < 400 ? 502 : status,
                                status,
                                ErrorCode.status(status),
                                message,
                                retryAfter,
                                body)
                        : new Failure(Kind.CLIENT, status, status, ErrorCode.status(status), message, null, body);
        };
    }

    Failure withBody(byte[] other) {
        return new Failure(kind, status, answered, code, message, retryAfter, other);
    }

    /** The message, with the beginning of what the provider said in no known shape: all there is that tells what is wrong. */
    String words() {
        if (body == null || ProviderError.parse(body).message() != null) {
            return message;
        }
        String said = new String(body, 0, Math.min(body.length, QUOTED_BYTES), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? message : message + ": " + said;
    }

    /** The same without the provider's secrets, which careless providers quote. */
    Failure scrubbed(Provider provider) {
        String cleanMessage = message;
        String cleanBody = body == null ? "" : new String(body, StandardCharsets.ISO_8859_1);
        for (Secret secret : secrets(provider)) {
            cleanMessage = cleanMessage.replace(secret.reveal(), Secret.MASK);
            cleanBody = cleanBody.replace(secret.reveal(), Secret.MASK);
        }
        return new Failure(
                kind,
                status,
                answered,
                code,
                cleanMessage,
                retryAfter,
                body == null ? null : cleanBody.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Short values of headers and queries, such as versions, are none. */
    private static List<Secret> secrets(Provider provider) {
        return Stream.of(
                        provider.apiKeys().stream(),
                        provider.headers().values().stream().filter(Failure::isLong),
                        provider.query().values().stream().filter(Failure::isLong))
                .flatMap(secrets -> secrets)
                .toList();
    }

    private static boolean isLong(Secret secret) {
        return secret.reveal().length() >= 16;
    }

    /** Whether the provider wants to be left alone for longer than that. */
    boolean wantsMoreThan(Duration longest) {
        return retryAfter != null && retryAfter.compareTo(longest) > 0;
    }

    /** Whether it may be the fault of the key alone, so that another one may do. */
    boolean isOfKey() {
        return kind == Kind.MISCONFIGURED || (kind == Kind.PASSING && status == 429);
    }

    /**
     * Whether a circuit should count it: a client's fault or a full minute says nothing about a provider's health, and
     * what is not found may be what the client named.
     */
    boolean countsAgainstProvider() {
        return switch (kind) {
            case PASSING -> status != 429 && status != 409;
            case SILENT, MISCONFIGURED -> true;
            case CROWDED, STOPPED, OVERDUE, NOT_FOUND, UNTRANSLATABLE, CONTEXT_TOO_LONG, UNUSABLE, DIFFERENT, CLIENT ->
                false;
        };
    }
}
