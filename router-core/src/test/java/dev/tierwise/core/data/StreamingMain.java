package dev.tierwise.core.data;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Reads a generated file of any number of rows, in a JVM whose heap could not hold it, and prints rows per second and the
 * largest heap: {@code StreamingMain ROWS}. {@link StreamingTest} runs it.
 */
final class StreamingMain {
    private StreamingMain() {}

    public static void main(String[] args) {
        int rows = Integer.parseInt(args[0]);
        Random random = new Random(1);
        // Rows of a thousand kinds, 40 to 300 bytes, quotes, line ends and several bytes per character among them.
        List<byte[]> kinds = IntStream.range(0, 1_000)
                .mapToObj(i ->
                        "\"Question " + i + ", \"\"quoted\"\"\r\n" + "words and é漢😀 ".repeat(1 + random.nextInt(10))
                                + "\",maths," + random.nextInt(2) + "," + random.nextDouble() + "\r\n")
                .map(kind -> kind.getBytes(StandardCharsets.UTF_8))
                .toList();
        byte[] header = "prompt,category,big,small\r\n".getBytes(StandardCharsets.UTF_8);
        Generated file = new Generated(IntStream.rangeClosed(0, rows)
                .mapToObj(i -> i == 0 ? header : kinds.get(i % 1_000))
                .iterator());

        long start = System.nanoTime();
        long largest = 0;
        ReadOptions options = ReadOptions.of(List.of("big"), List.of("small"));
        try (ObservationReader reader = ObservationReader.open("generated.csv", file, options)) {
            for (Observation next = reader.next(); next != null; next = reader.next()) {
                if (reader.counts().rows() % 10_000 == 0) {
                    largest = Math.max(
                            largest,
                            ManagementFactory.getMemoryMXBean()
                                    .getHeapMemoryUsage()
                                    .getUsed());
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows, %,d MB in %.1f s: %,.0f rows/s, %.0f MB/s; largest heap %d MB of %d MB allowed%n",
                    reader.counts().kept(),
                    file.given() / 1_000_000,
                    seconds,
                    rows / seconds,
                    file.given() / 1e6 / seconds,
                    largest >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }
}
