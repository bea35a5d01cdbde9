package dev.tierwise.serving.server;

import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.upstream.ClientSide;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The client's side of a relay, over Jetty's own stream: its flush reaches the network. For one request. */
final class ServletSide implements ClientSide {
    private final HttpServletResponse response;
    private final Plan plan;
    private final long arrivedAt;
    private final boolean debug;
    private long overheadNanos;

    ServletSide(HttpServletResponse response, Plan plan, long arrivedAt, boolean debug) {
        this.response = response;
        this.plan = plan;
        this.arrivedAt = arrivedAt;
        this.debug = debug;
    }

    @Override
    public OutputStream begin(Head head) throws IOException {
        overheadNanos = System.nanoTime() - arrivedAt - head.waitedNanos();
        response.setStatus(head.status());
        for (Map.Entry<String, String> header : head.headers()) {
            response.addHeader(header.getKey(), header.getValue());
        }
        response.setContentType(head.contentType());
        if (head.length() >= 0) {
            response.setContentLengthLong(head.length());
        } else {
            response.setHeader("cache-control", "no-cache");
            response.setHeader("x-accel-buffering", "no");
        }
        AnswerHeaders.write(response, plan, head.model(), head.attempts(), overheadNanos, debug);
        return response.getOutputStream();
    }

    /** The proxy's own share of the time to the first byte; 0 where none was sent. */
    long overheadNanos() {
        return overheadNanos;
    }
}
