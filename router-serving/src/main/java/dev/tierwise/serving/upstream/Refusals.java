package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorBody;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.ProviderError;
import dev.tierwise.serving.upstream.Result.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a client is told when nobody answered. */
final class Refusals {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    /** How much a failure tells a client; the highest is shown. */
    static int rank(Failure failure) {
        return switch (failure.kind()) {
            case CLIENT -> 5;
            case CONTEXT_TOO_LONG -> 4;
            case PASSING -> failure.body() == null ? 1 : 2;
            case SILENT, CROWDED, STOPPED, OVERDUE, MISCONFIGURED, UNUSABLE -> 1;
            // A provider that failed may not fail again; that the next one speaks another wire, or does not know what
            // the first one does, is no fault of the client.
            case NOT_FOUND, UNTRANSLATABLE, DIFFERENT -> 0;
        };
    }

    /**
     * The error to send.
     *
     * @param why the most useful failure, empty where nobody could be asked
     * @param soonest the shortest time after which a provider wants to be asked again, empty where none said
     */
    static Refusal of(Endpoint endpoint, Optional<Failure> why, Optional<Duration> soonest, List<Attempt> attempts) {
        List<String> lines = attempts.stream().map(Attempt::line).toList();
        if (why.isEmpty()) {
            ErrorBody error = new ErrorBody(
                    "service_unavailable_error",
                    ErrorCode.NO_MODEL_AVAILABLE.text(),
                    null,
                    "No model for this request may be asked at the moment.",
                    lines);
            return new Refusal(503, error.json(endpoint), SOON);
        }
        Failure failure = why.get();
        return switch (failure.kind()) {
            case CLIENT, CONTEXT_TOO_LONG, NOT_FOUND, UNTRANSLATABLE -> asItIs(endpoint, failure);
            case PASSING, SILENT, CROWDED, STOPPED, OVERDUE, MISCONFIGURED, UNUSABLE, DIFFERENT ->
                new Refusal(
                        failure.status(),
                        new ErrorBody(
                                        failure.status() == 429 ? "rate_limit_error" : "upstream_error",
                                        failure.code(),
                                        null,
                                        "No model answered. The last word: " + failure.words() + ".",
                                        lines)
                                .json(endpoint),
                        failure.kind() == Failure.Kind.CROWDED || failure.kind() == Failure.Kind.STOPPED
                                ? SOON
                                : soonest.orElse(null));
        };
    }

    /** The provider's own words, in its own bytes where they are an error as clients know it. */
    private static Refusal asItIs(Endpoint endpoint, Failure failure) {
        byte[] body = failure.body();
        if (body != null && ProviderError.parse(body).message() != null) {
            return new Refusal(failure.status(), body, null);
        }
        ErrorBody error = new ErrorBody("invalid_request_error", failure.code(), null, failure.words(), List.of());
        return new Refusal(failure.status(), error.json(endpoint), null);
    }
}
