package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.ReadBytes;
import dev.tierwise.serving.config.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;

/** Reads a request's body within the bounds of size and time. Thread-safe. */
final class BodyReader {
    private final Limits limits;

    BodyReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * The whole body.
     *
     * @throws ApiException 413, 408, or 400 where it ends early
     */
    byte[] read(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length > limits.maxBody()) {
            throw tooLong();
        }
        long deadline = System.nanoTime() + limits.upload().toNanos();
        ReadBytes body = new ReadBytes(length);
        try {
            InputStream in = request.getInputStream();
            while (body.readFrom(in) >= 0) {
                if (body.size() > limits.maxBody()) {
                    throw tooLong();
                }
                if (System.nanoTime() - deadline > 0) {
                    throw tooSlow();
                }
            }
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException || e instanceof java.net.SocketTimeoutException) {
                throw tooSlow();
            }
            throw ApiException.badRequest("incomplete_body", null, "The body ended before its announced length.");
        }
        return body.toArray();
    }

    private ApiException tooLong() {
        return ApiException.refused(
                413, "body_too_long", "The body is longer than the " + limits.maxBody() + " bytes accepted here.");
    }

    private ApiException tooSlow() {
        return ApiException.refused(
                408,
                "upload_too_slow",
                "The body did not arrive within " + limits.upload().toSeconds() + " seconds.");
    }
}
