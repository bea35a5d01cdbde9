package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorBody;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.ProviderError;
import dev.tierwise.serving.upstream.Failure.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** What an I/O error of a call means. Messages are ours: those of exceptions may name addresses. */
final class Failures {
    private Failures() {}

    /** The failure behind an error, where it was not the client who left. */
    static Failure of(IOException e, Guard guard) {
        if (guard.shuttingDown()) {
            return shuttingDown();
        }
        if (guard.stop() instanceof Guard.Stop.TimedOut timedOut) {
            return timedOut.silent() ? timedOut(timedOut.phase()) : overdue();
        }
        return switch (e) {
            case ConnectTimeoutException _ -> silent(ErrorCode.CONNECT_TIMEOUT, "no connection within the limit");
            case ConnectionRequestTimeoutException _ ->
                Failure.of(
                        Kind.CROWDED,
                        503,
                        ErrorCode.POOL_EXHAUSTED,
                        "all of `max_connections` to the provider stayed in use");
            case HttpHostConnectException _, UnknownHostException _ ->
                Failure.of(Kind.PASSING, 502, ErrorCode.CONNECT_FAILED, "the provider cannot be reached");
            case SSLException _ ->
                Failure.of(Kind.PASSING, 502, ErrorCode.TLS_FAILED, "no TLS connection to the provider");
            default ->
                Failure.of(Kind.PASSING, 502, ErrorCode.CONNECTION_LOST, "the provider broke the connection off");
        };
    }

    static Failure shuttingDown() {
        return Failure.of(Kind.STOPPED, 503, ErrorCode.SHUTTING_DOWN, "this server is shutting down");
    }

    /** The request had no more time, for which the provider asked last need not be to blame. */
    static Failure overdue() {
        return Failure.of(Kind.OVERDUE, 504, ErrorCode.TOTAL_TIMEOUT, "the request took longer than the limit `total`");
    }

    static Failure timedOut(Guard.Phase phase) {
        String name = phase.name().toLowerCase(Locale.ROOT);
        return silent(phase.code(), "the provider was silent for longer than the limit `" + name + "`");
    }

    static Failure malformed(String what) {
        return Failure.of(Kind.PASSING, 502, ErrorCode.MALFORMED_ANSWER, "the provider's answer is broken: " + what);
    }

    /**
     * An error that stands where an answer should, in the shape that is told of it before an answer.
     *
     * @param data an event's, or a whole answer
     */
    static Failure said(byte[] data, Endpoint endpoint) {
        ProviderError error = ProviderError.parse(data);
        Failure said = Failure.response(error.status(), data, null);
        if (said.body() == null || endpoint != Endpoint.RESPONSES) {
            return said;
        }
        // What this endpoint says of a failed response does not look like an error.
        String type = error.status() < 500 ? "invalid_request_error" : "server_error";
        return said.withBody(
                new ErrorBody(type, error.code(), error.param(), said.message(), List.of()).json(Endpoint.RESPONSES));
    }

    static Failure choiceFailed() {
        return malformed("its finish reason is `error`");
    }

    /** What is wrong with a whole answer, and whose fault it is. */
    static Failure malformed(MalformedAnswerException e) {
        Failure failure = malformed("it is " + e.getMessage());
        return e.ofModel()
                ? Failure.of(Kind.UNUSABLE, failure.status(), ErrorCode.MALFORMED_ANSWER, failure.message())
                : failure;
    }

    static Failure different(String how) {
        return Failure.of(Kind.DIFFERENT, 502, ErrorCode.DIFFERENT_ANSWER, "the next answer cannot carry on: " + how);
    }

    private static Failure silent(ErrorCode code, String message) {
        return Failure.of(Kind.SILENT, 504, code, message);
    }
}
