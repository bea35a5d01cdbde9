package dev.tierwise.serving.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of its own, with what it and its children use of the machine. Closing it ends all of them. */
final class Child implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;
    private static final int FIELDS_BEFORE_USER_TIME = 11;

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it and waits until it listens. */
    static Child start(List<String> command, Map<String, String> environment, URI listens, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Child child = new Child(builder.start(), log);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!listening(listens)) {
            if (!child.process.isAlive() || System.nanoTime() > deadline) {
                child.close();
                throw new IOException(command + " does not listen on " + listens + "; it said:\n" + child.log());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return child;
    }

    private static boolean listening(URI uri) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The beginning of what it has said. */
    String log() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.limit(20).collect(Collectors.joining("\n"));
        }
    }

    private Stream<Long> pids() {
        return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
    }

    /** User and system time so far, of it and its living children. */
    double cpuSeconds() {
        return pids().mapToDouble(Child::cpuSeconds).sum();
    }

    private static double cpuSeconds(long pid) {
        String stat = proc(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[FIELDS_BEFORE_USER_TIME]) + Long.parseLong(fields[FIELDS_BEFORE_USER_TIME + 1]))
                / TICKS_PER_SECOND;
    }

    /** Resident memory in mebibytes. */
    double residentMebibytes() {
        return pids().mapToDouble(pid -> kibibytes(pid, "VmRSS:") / 1024).sum();
    }

    /** Most resident memory so far, in mebibytes. */
    double peakMebibytes() {
        return pids().mapToDouble(pid -> kibibytes(pid, "VmHWM:") / 1024).sum();
    }

    private static double kibibytes(long pid, String key) {
        return proc(pid, "status")
                .lines()
                .filter(line -> line.startsWith(key))
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(key.length()).replace("kB", "").strip()))
                .findFirst()
                .orElse(0);
    }

    private static String proc(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
