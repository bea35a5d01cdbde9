package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.ReadBytes;
import dev.tierwise.serving.config.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads a request's body within the bounds of size and time. Thread-safe. */
final class BodyReader {
    private static final Duration COME_BACK = Duration.ofSeconds(1);
    private static final int DISCARDED_AT_ONCE = 16 << 10;

    private final Limits limits;

    BodyReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * The whole body.
     *
     * @param memory takes what it needs
     * @throws ApiException 413, 408, 503 where there is no memory for it now, or 400 where it ends early
     */
    byte[] read(HttpServletRequest request, BodyMemory.Share memory) {
        long length = request.getContentLengthLong();
        if (length > limits.maxBody()) {
            throw tooLong();
        }
        long deadline = System.nanoTime() + limits.upload().toNanos();
        try {
            InputStream in = request.getInputStream();
            byte[] body = read(in, length, deadline, memory);
            if (body == null) {
                // A client that is still sending would find the connection broken instead of the answer.
                discard(in, deadline);
                throw ApiException.busy(
                        503,
                        ErrorCode.OVERLOADED,
                        "This server holds as many long bodies as it may; try again.",
                        COME_BACK);
            }
            return body;
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException || e instanceof java.net.SocketTimeoutException) {
                throw tooSlow();
            }
            throw ApiException.badRequest(
                    ErrorCode.INCOMPLETE_BODY, null, "The body ended before its announced length.");
        }
    }

    /** The body; null where there is no memory for it. What is announced takes nothing: it may never be sent. */
    private byte @Nullable [] read(InputStream in, long length, long deadline, BodyMemory.Share memory)
            throws IOException {
        ReadBytes body = new ReadBytes(length);
        while (body.readFrom(in) >= 0) {
            check(body.size(), deadline);
            if (!memory.growTo(body.size())) {
                return null;
            }
        }
        return body.toArray();
    }

    private void discard(InputStream in, long deadline) throws IOException {
        byte[] buffer = new byte[DISCARDED_AT_ONCE];
        long size = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            size += count;
            check(size, deadline);
        }
    }

    private void check(long size, long deadline) {
        if (size > limits.maxBody()) {
            throw tooLong();
        }
        if (System.nanoTime() - deadline > 0) {
            throw tooSlow();
        }
    }

    private ApiException tooLong() {
        return ApiException.refused(
                413,
                ErrorCode.BODY_TOO_LONG,
                "The body is longer than the " + limits.maxBody() + " bytes accepted here.");
    }

    private ApiException tooSlow() {
        return ApiException.refused(
                408,
                ErrorCode.UPLOAD_TOO_SLOW,
                "The body did not arrive within " + limits.upload().toSeconds() + " seconds.");
    }
}
