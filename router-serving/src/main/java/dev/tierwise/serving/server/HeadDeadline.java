package dev.tierwise.serving.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose clients take too long over a request's head: Jetty's idle time begins anew with each byte, so
 * that a byte now and then would keep one open for ever. Looked at a few times within the time allowed, in no
 * request's way. Thread-safe.
 */
final class HeadDeadline extends AbstractLifeCycle implements Runnable {
    private static final int LOOKS = 4;

    private final Connector connector;
    private final Duration longest;
    private volatile Scheduler.@Nullable Task next;

    /** @param longest from a head's first byte to its last */
    HeadDeadline(Connector connector, Duration longest) {
        this.connector = connector;
        this.longest = longest;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    private void schedule() {
        next = connector.getScheduler().schedule(this, longest.toMillis() / LOOKS + 1, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public void run() {
        try {
            connector.getConnectedEndPoints().stream().filter(this::isLate).forEach(EndPoint::close);
        } finally {
            if (isRunning()) {
                schedule();
            }
        }
    }

    private boolean isLate(EndPoint client) {
        if (!(client.getConnection() instanceof HttpConnection http)) {
            return false;
        }
        HttpParser parser = http.getParser();
        // Between two requests the parser waits at its start, where Jetty's idle time ends it.
        return parser.inHeaderState()
                && !parser.isState(HttpParser.State.START)
                && NanoTime.since(parser.getBeginNanoTime()) > longest.toNanos();
    }
}
