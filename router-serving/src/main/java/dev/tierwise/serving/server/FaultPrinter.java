package dev.tierwise.serving.server;

import java.io.PrintStream;
import java.util.stream.Stream;

/** Our own faults, on the console: where they happened, and no message, which could hold a client's words. */
final class FaultPrinter {
    private static final int FRAMES = 12;

    private FaultPrinter() {}

    static void print(PrintStream console, String decisionId, Throwable fault) {
        StringBuilder line = new StringBuilder("fault in ")
                .append(decisionId)
                .append(": ")
                .append(fault.getClass().getName());
        Stream.of(fault.getStackTrace())
                .limit(FRAMES)
                .forEach(frame -> line.append("\n    at ").append(frame));
        console.println(line);
    }
}
