package dev.tierwise.core.io;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A line on stderr that says how far a long step is, how fast it goes and how long it still takes. Silent for the first
 * two seconds, and for good where stderr is not a terminal. Thread-safe.
 */
public final class Progress implements AutoCloseable {
    private static final long SILENT_NANOS = 2_000_000_000L;
    private static final long REDRAW_NANOS = 100_000_000L;

    private final @Nullable PrintStream out;
    private final String step;
    private final long total;
    private final long started = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextDraw = new AtomicLong(started + SILENT_NANOS);
    private volatile boolean drawn;

    private Progress(@Nullable PrintStream out, String step, long total) {
        this.out = out;
        this.step = step;
        this.total = total;
    }

    /**
     * Starts a step.
     *
     * @param step what is under way, such as {@code encoding}
     * @param total how many items there are, above 0
     */
    @SuppressWarnings("SystemConsoleNull") // Declared nullable, whatever newer JDKs promise.
    public static Progress start(String step, long total) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Progress(terminal ? System.err : null, step, total);
    }

    /** Counts one item. */
    public void tick() {
        long count = done.incrementAndGet();
        if (out == null) {
            return;
        }
        long now = System.nanoTime();
        long due = nextDraw.get();
        if (now - due >= 0 && nextDraw.compareAndSet(due, now + REDRAW_NANOS)) {
            draw(out, count, (now - started) / 1e9);
        }
    }

    private void draw(PrintStream terminal, long count, double seconds) {
        drawn = true;
        double rate = count / seconds;
        int filled = (int) Math.min(30, 30 * count / Math.max(1, total));
        terminal.print(String.format(
                Locale.ROOT,
                "\r%s [%s%s] %d/%d  %.0f/s  %.0f s left ",
                step,
                "#".repeat(filled),
                " ".repeat(30 - filled),
                count,
                total,
                rate,
                Math.max(0, total - count) / rate));
        terminal.flush();
    }

    /** Clears the line. */
    @Override
    public void close() {
        if (out != null && drawn) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
