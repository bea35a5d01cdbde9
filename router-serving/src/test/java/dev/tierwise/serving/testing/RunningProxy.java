package dev.tierwise.serving.testing;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.server.ProxyServer;
import dev.tierwise.serving.upstream.Translations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The proxy over the simulated provider, both in this process, both on free ports. */
public final class RunningProxy implements AutoCloseable {
    /** What the provider must be sent, and nobody else must see. */
    public static final String PROVIDER_KEY = "sk-provider-7c1f0a9d5b3e4f62";

    private static final String PROVIDERS = """
            server: {port: 0}
            providers:
              sim: {wire: openai, base_url: "URI/v1", api_key: "${PROVIDER_KEY}"}
              sim-anthropic: {wire: anthropic, base_url: "URI/v1", api_key: "${PROVIDER_KEY}"}
            """;

    private final Path folder;
    private final SimulatedProvider provider;
    private final ProxyServer server;
    private final ByteArrayOutputStream console;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private RunningProxy(Path folder, SimulatedProvider provider, ProxyServer server, ByteArrayOutputStream console) {
        this.folder = folder;
        this.provider = provider;
        this.server = server;
        this.console = console;
    }

    /**
     * Starts both.
     *
     * @param folder for the configuration file
     * @param yaml what follows {@code server} and the providers {@code sim} and {@code sim-anthropic}; {@code URI} in it is the simulated one
     */
    public static RunningProxy start(Path folder, String yaml) throws IOException {
        return start(folder, SimulatedProvider.Options.defaults(), yaml);
    }

    /** The same over a provider of other options. */
    public static RunningProxy start(Path folder, SimulatedProvider.Options options, String yaml) throws IOException {
        return start(folder, options, new WireTranslations(Clock.systemUTC())::between, yaml);
    }

    /** The same with other translations. */
    public static RunningProxy start(
            Path folder, SimulatedProvider.Options options, Translations translations, String yaml) throws IOException {
        SimulatedProvider provider = SimulatedProvider.start(options);
        try {
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            ProxyServer server = ProxyServer.start(
                    load(folder, provider, yaml), translations, new PrintStream(console, true, StandardCharsets.UTF_8));
            return new RunningProxy(folder, provider, server, console);
        } catch (RuntimeException e) {
            provider.close();
            throw e;
        }
    }

    private static Config load(Path folder, SimulatedProvider provider, String yaml) throws IOException {
        Path file = Files.writeString(
                folder.resolve("tierwise.yaml"),
                (PROVIDERS + yaml).replace("URI", provider.uri().toString()));
        return ConfigLoader.load(file, Map.of("PROVIDER_KEY", PROVIDER_KEY)).config();
    }

    /** Puts another configuration in force; what is given here is what {@link #start} takes. */
    public void reload(String yaml) throws IOException {
        server.reload(load(folder, provider, yaml));
    }

    public ProxyServer server() {
        return server;
    }

    public SimulatedProvider provider() {
        return provider;
    }

    public HttpClient client() {
        return client;
    }

    /** What the server has written to its console so far. */
    public String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    public URI uri(String path) {
        return server.uri().resolve(path);
    }

    /** A POST of JSON, to be completed. */
    public HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        return send(post(path, body).build());
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    /** A chat of one user message. */
    public HttpResponse<String> chat(String model, String text) throws IOException, InterruptedException {
        return send("/v1/chat/completions", chatBody(model, text, false));
    }

    public static String chatBody(String model, String text, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":"
                + TextNode.valueOf(text) + "}]}";
    }

    /** The newest request that reached the provider. */
    public RecordedRequest last() {
        return provider.requests().getLast();
    }

    @Override
    public void close() throws IOException {
        client.shutdownNow();
        server.close();
        provider.close();
    }
}
