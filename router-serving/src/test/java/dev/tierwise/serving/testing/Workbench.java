package dev.tierwise.serving.testing;

import dev.tierwise.eval.simulate.SimulatedProvider;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is around a proxy that a test starts itself: the simulated provider, a configuration that names it, a client. */
public final class Workbench implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final SimulatedProvider provider;
    private final Path config;

    /**
     * Starts the provider.
     *
     * @param folder for the configuration file and the console
     * @param yaml what follows the providers {@code sim} and {@code sim-anthropic}; {@code FOLDER} in it is the folder
     */
    public Workbench(Path folder, SimulatedProvider.Options options, String yaml) throws IOException {
        this.folder = folder;
        provider = SimulatedProvider.start(options);
        config = Files.writeString(
                folder.resolve("tierwise.yaml"),
                """
                providers:
                  sim: {base_url: "URI/v1"}
                  sim-anthropic: {wire: anthropic, base_url: "URI/v1"}
                """.replace("URI", provider.uri().toString()) + yaml.replace("FOLDER", folder.toString()));
    }

    /**
     * The proxy in a process of its own, over this configuration.
     *
     * @param jvm options for its JVM
     */
    public ProxyProcess proxy(String... jvm) throws IOException {
        return ProxyProcess.start(config, folder.resolve("console"), jvm);
    }

    public SimulatedProvider provider() {
        return provider;
    }

    /** The configuration file. */
    public Path config() {
        return config;
    }

    public HttpClient client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        client.shutdownNow();
        provider.close();
    }
}
