package dev.tierwise.serving.testing;

import dev.tierwise.serving.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The proxy in a process of its own, which can be sent signals and looked at from outside. */
public final class ProxyProcess implements AutoCloseable {
    private static final String READY = "ready ";

    private final Process process;
    private final URI uri;

    private ProxyProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts it from this process's own class path and waits until it listens.
     *
     * @param console where its standard error goes
     * @param jvm options for its JVM
     */
    public static ProxyProcess start(Path config, Path console, String... jvm) throws IOException {
        return start(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()), config, console, jvm);
    }

    /** Starts the one file that people deploy. */
    public static ProxyProcess startJar(Path jar, Path config, Path console, String... jvm) throws IOException {
        return start(List.of("-jar", jar.toString()), config, console, jvm);
    }

    private static ProxyProcess start(List<String> program, Path config, Path console, String... jvm)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(jvm));
        command.addAll(program);
        command.addAll(List.of("serve", "--config", config.toString(), "--port", "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IOException("the proxy did not start, it said: " + line + "; see " + console);
        }
        return new ProxyProcess(process, URI.create(line.substring(READY.length())));
    }

    public URI uri() {
        return uri;
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL, and its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** The exit code, once it has ended by itself. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the proxy has not ended within a minute");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
