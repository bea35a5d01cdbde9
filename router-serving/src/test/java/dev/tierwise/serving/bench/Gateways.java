package dev.tierwise.serving.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts the mock provider and the systems in front of it. What is not installed throws, saying what is missing. */
final class Gateways implements AutoCloseable {
    private static final String KEY = "sk-bench-client";
    private static final String LOOPBACK = "127.0.0.1";

    private final Path folder;
    private final Path configs;
    private final Path peers;
    private final String mock;
    private final String paced;
    private final List<Child> providers;

    /**
     * Starts the mock provider, plain and paced.
     *
     * @param folder for logs and filled-in configurations
     * @param configs the committed configurations
     * @param peers where {@code scripts/bench} installs other gateways
     * @param pace between the events of a paced stream, as {@code 20ms}
     */
    Gateways(Path folder, Path configs, Path peers, String pace) throws IOException, InterruptedException {
        this.folder = folder;
        this.configs = configs;
        this.peers = peers;
        Files.writeString(folder.resolve("answer.json"), Answers.WHOLE);
        Files.writeString(folder.resolve("stream.txt"), Answers.stream());
        int mockPort = freePort();
        int pacedPort = freePort();
        this.mock = LOOPBACK + ":" + mockPort;
        this.paced = LOOPBACK + ":" + pacedPort;
        Child answers = start(
                List.of("nginx", "-e", "stderr", "-p", folder.toString(), "-c", filled("mock.conf", mockPort)),
                Map.of(),
                mockPort,
                "mock");
        this.providers = List.of(
                answers,
                start(
                        List.of("scripts/tierwise", "simulate", "--port", "" + pacedPort, "--pace", pace),
                        Map.of(),
                        pacedPort,
                        "paced"));
    }

    Gateway direct() {
        return new Gateway("direct", "", URI.create("http://" + mock), Map.of(), null);
    }

    /** The way to the paced provider with nothing between. */
    Gateway directPaced() {
        return new Gateway("direct", "", URI.create("http://" + paced), Map.of(), null);
    }

    Gateway nginx() throws IOException, InterruptedException {
        int port = freePort();
        Child child = start(
                List.of("nginx", "-e", "stderr", "-p", folder.toString(), "-c", filled("nginx.conf", port)),
                Map.of(),
                port,
                "nginx");
        return new Gateway(
                "nginx", said("nginx", "-v").replace("nginx version: nginx/", ""), at(port), Map.of(), child);
    }

    /** Javalin and Apache HttpClient with nothing of the product, in the product's heap and collector. */
    Gateway plain() throws IOException, InterruptedException {
        int port = freePort();
        Child child = start(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xms64m",
                        "-Xmx512m",
                        "-XX:+UseParallelGC",
                        "-XX:GCTimeRatio=999",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainProxy.class.getName(),
                        "" + port,
                        mock),
                Map.of(),
                port,
                "plain");
        return new Gateway("plain", "", at(port), Map.of(), child);
    }

    /** The product, as it stands here. */
    Gateway tierwise(String name, Path bundle, Map<String, String> more) throws IOException, InterruptedException {
        return tierwise(name, Path.of(""), bundle, more);
    }

    /**
     * The product.
     *
     * @param name what the table calls it
     * @param checkout where it was built
     * @param more variables of its environment
     */
    Gateway tierwise(String name, Path checkout, Path bundle, Map<String, String> more)
            throws IOException, InterruptedException {
        int port = freePort();
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PORT",
                "" + port,
                "MOCK",
                mock,
                "PACED",
                paced,
                "FOLDER",
                Files.createDirectories(folder.resolve(name)).toString(),
                "BUNDLE",
                bundle.toAbsolutePath().toString(),
                "KEY_SHA256",
                sha256(KEY)));
        environment.putAll(more);
        Child child = start(
                List.of(
                        checkout.toAbsolutePath().resolve("scripts/tierwise").toString(),
                        "serve",
                        "--config",
                        configs.resolve("tierwise.yaml").toString()),
                environment,
                port,
                name);
        return new Gateway(name, "", at(port), Map.of("authorization", "Bearer " + KEY), child);
    }

    Gateway portkey() throws IOException, InterruptedException {
        Path script = installed(peers.resolve("node_modules/@portkey-ai/gateway/build/start-server.js"));
        int port = freePort();
        Child child = start(List.of("node", script.toString(), "--port=" + port), Map.of(), port, "portkey");
        return new Gateway(
                "portkey",
                said(
                        "node",
                        "-p",
                        "require('" + peers.resolve("node_modules/@portkey-ai/gateway/package.json") + "').version"),
                at(port),
                Map.of(
                        "authorization",
                        "Bearer sk-bench-provider",
                        "x-portkey-provider",
                        "openai",
                        "x-portkey-custom-host",
                        "http://" + mock + "/v1"),
                child);
    }

    Gateway litellm() throws IOException, InterruptedException {
        Path command = installed(peers.resolve("venv/bin/litellm"));
        // The script's first line names the folder it was installed in, which may have moved.
        String python = peers.resolve("venv/bin/python3").toString();
        int port = freePort();
        Child child = start(
                List.of(
                        python,
                        command.toString(),
                        "--host",
                        LOOPBACK,
                        "--port",
                        "" + port,
                        "--num_workers",
                        "2",
                        "--config",
                        filled("litellm.yaml", port)),
                Map.of("LITELLM_LOG", "ERROR", "LITELLM_TELEMETRY", "False"),
                port,
                "litellm");
        String version = said(python, "-m", "pip", "show", "litellm")
                .lines()
                .filter(line -> line.startsWith("Version:"))
                .findFirst()
                .orElse("");
        return new Gateway(
                "litellm", version.replace("Version: ", ""), at(port), Map.of("authorization", "Bearer " + KEY), child);
    }

    private static Path installed(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("not installed: " + file + " is missing; scripts/bench proxy --install fetches it");
        }
        return file;
    }

    private Child start(List<String> command, Map<String, String> environment, int port, String name)
            throws IOException, InterruptedException {
        return Child.start(command, environment, at(port), folder.resolve(name + ".log"));
    }

    private String filled(String config, int port) throws IOException {
        String text = Files.readString(configs.resolve(config))
                .replace("FOLDER", folder.toString())
                .replace("PORT", "" + port)
                .replace("PACED", paced)
                .replace("MOCK", mock);
        return Files.writeString(folder.resolve(config), text).toString();
    }

    private static URI at(int port) {
        return URI.create("http://" + LOOPBACK + ":" + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            return text;
        }
    }

    @Override
    public void close() {
        providers.forEach(Child::close);
    }
}
