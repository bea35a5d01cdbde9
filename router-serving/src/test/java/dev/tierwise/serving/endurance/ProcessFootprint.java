package dev.tierwise.serving.endurance;

import dev.tierwise.core.testing.RealData;
import dev.tierwise.serving.testing.ProxyProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a running proxy takes up, seen from outside: from Linux's {@code /proc}, from {@code jcmd} and from its own metrics.
 *
 * @param heap bytes in use after a full collection
 * @param resident bytes of memory the system counts for the process
 * @param platform threads of the system
 * @param virtual virtual threads, idle ones included
 * @param files file descriptors, sockets included
 * @param running requests under way
 * @param leased connections to providers in use
 */
record ProcessFootprint(
        long heap, long resident, int platform, long virtual, int sockets, int files, int running, int leased) {
    static final String HEADER = "heap MB   RSS MB  threads  virtual  sockets  files  running  leased";

    /** Ends the calling test where processes cannot be looked at. */
    static void assumeVisible() {
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
            throw RealData.missing("Linux is needed: the proxy's process is looked at through /proc");
        }
    }

    static ProcessFootprint of(ProxyProcess proxy, HttpClient client) throws IOException, InterruptedException {
        Path proc = Path.of("/proc/" + proxy.pid());
        jcmd(proxy.pid(), "GC.run");
        Path dump = Files.createTempFile("threads", ".txt");
        jcmd(proxy.pid(), "Thread.dump_to_file", "-overwrite", dump.toString());
        String metrics = client.send(
                        HttpRequest.newBuilder(proxy.uri().resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        List<String> status = Files.readAllLines(proc.resolve("status"));
        int files = 0;
        int sockets = 0;
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                files++;
                if (leadsToASocket(descriptor)) {
                    sockets++;
                }
            }
        }
        try {
            return new ProcessFootprint(
                    (long) sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
                    number(status, "VmRSS:") << 10,
                    (int) number(status, "Threads:"),
                    virtualThreads(dump),
                    sockets,
                    files,
                    (int) sum(metrics, "tierwise_requests_running"),
                    (int) sum(metrics, "tierwise_upstream_connections{state=\"leased\""));
        } finally {
            Files.delete(dump);
        }
    }

    private static boolean leadsToASocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }

    private static void jcmd(long pid, String... command) throws IOException, InterruptedException {
        List<String> line = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                Long.toString(pid)),
                        Stream.of(command))
                .toList();
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", line) + " failed");
        }
    }

    private static long virtualThreads(Path dump) throws IOException {
        try (Stream<String> lines = Files.lines(dump)) {
            return lines.filter(line -> line.startsWith("#") && line.contains(" virtual"))
                    .count();
        }
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    /** One line under {@link #HEADER}. */
    String row() {
        return String.format(
                "%7.1f  %7.0f  %7d  %7d  %7d  %5d  %7d  %6d",
                heap / 1e6, resident / 1e6, platform, virtual, sockets, files, running, leased);
    }
}
