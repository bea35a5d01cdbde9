package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes errors, all of one shape. */
final class ErrorWriter {
    private static final int UNREAD_BODY = 413;

    private ErrorWriter() {}

    static void write(HttpServletResponse response, Endpoint endpoint, ApiException e) throws IOException {
        write(response, e.status(), ErrorBody.of(e).json(endpoint), e.retryAfter());
    }

    static void write(HttpServletResponse response, int status, byte[] body, @Nullable Duration retryAfter)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        if (retryAfter != null) {
            response.setHeader("retry-after", Long.toString(Math.max(1, (retryAfter.toMillis() + 999) / 1_000)));
        }
        if (status == 401) {
            response.setHeader("www-authenticate", "Bearer");
        }
        if (status == UNREAD_BODY || status == 408) {
            // The rest of the body is not read; the connection cannot be used for another request.
            response.setHeader("connection", "close");
        }
        response.getOutputStream().write(body);
        response.getOutputStream().close();
    }
}
