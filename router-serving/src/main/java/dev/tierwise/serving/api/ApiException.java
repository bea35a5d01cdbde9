package dev.tierwise.serving.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that ends in an error of ours, in OpenAI's vocabulary. The message is for the client: it names what was
 * found and what is legal, and never holds a secret.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final ErrorCode code;
    private final transient @Nullable Duration retryAfter;

    private ApiException(
            int status,
            String type,
            ErrorCode code,
            @Nullable String param,
            String message,
            @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** 400: the request is at fault, at {@code param} where that is known. */
    public static ApiException badRequest(ErrorCode code, @Nullable String param, String message) {
        return new ApiException(400, "invalid_request_error", code, param, message, null);
    }

    /** 401. */
    public static ApiException unauthorised(String message) {
        return new ApiException(401, "authentication_error", ErrorCode.INVALID_API_KEY, null, message, null);
    }

    /** 403: the key is known and may not do this. */
    public static ApiException forbidden(String message) {
        return new ApiException(403, "permission_error", ErrorCode.MODEL_NOT_ALLOWED, "model", message, null);
    }

    /** Any other refusal that is the client's to mend, such as 404, 405, 408, 413. */
    public static ApiException refused(int status, ErrorCode code, String message) {
        return new ApiException(status, "invalid_request_error", code, null, message, null);
    }

    /** 404 for a model, listing what exists. */
    public static ApiException noSuchModel(String message) {
        return new ApiException(404, "invalid_request_error", ErrorCode.MODEL_NOT_FOUND, "model", message, null);
    }

    /** 429 or 503: come back later. */
    public static ApiException busy(int status, ErrorCode code, String message, Duration retryAfter) {
        String type = status == 429 ? "rate_limit_error" : "service_unavailable_error";
        return new ApiException(status, type, code, null, message, retryAfter);
    }

    /** 500: our own fault; details are in the log, not here. */
    public static ApiException internal() {
        return new ApiException(
                500, "server_error", ErrorCode.INTERNAL_ERROR, null, "The router failed on this request.", null);
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public String code() {
        return code.text();
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
