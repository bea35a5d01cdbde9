package dev.tierwise.eval.simulate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error a provider answers with, before a wire gives it a shape.
 *
 * @param type OpenAI's error type; Anthropic's follows from the status
 * @param headers sent beside the usual ones
 */
record Failure(int status, String type, @Nullable String code, String message, Map<String, String> headers) {

    static Failure status(int status) {
        String type =
                switch (status) {
                    case 400, 404, 409, 413, 422 -> "invalid_request_error";
                    case 401 -> "authentication_error";
                    case 403 -> "permission_error";
                    case 429 -> "rate_limit_error";
                    default -> "server_error";
                };
        String code =
                switch (status) {
                    case 401 -> "invalid_api_key";
                    case 429 -> "rate_limit_exceeded";
                    default -> null;
                };
        return new Failure(status, type, code, "simulated failure " + status, Map.of());
    }

    static Failure badRequest(String message) {
        return new Failure(400, "invalid_request_error", null, message, Map.of());
    }

    static Failure unknownModel(String model) {
        return new Failure(
                404,
                "invalid_request_error",
                "model_not_found",
                "The model `" + model + "` does not exist; there are sim-strong, sim-weak, sim-embed and sim-FAULT.",
                Map.of());
    }

    static Failure contextLength(int window, int tokens) {
        return new Failure(
                400,
                "invalid_request_error",
                "context_length_exceeded",
                "This model's maximum context length is " + window + " tokens. However, your messages resulted in "
                        + tokens + " tokens.",
                Map.of());
    }

    static Failure policy() {
        return new Failure(
                400,
                "invalid_request_error",
                "content_policy_violation",
                "Your request was rejected as a result of our safety system.",
                Map.of());
    }

    Failure retryAfter(String value) {
        return new Failure(status, type, code, message, Map.of("Retry-After", value));
    }

    String anthropicType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529, 503 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
