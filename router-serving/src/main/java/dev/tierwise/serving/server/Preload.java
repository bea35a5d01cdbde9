package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.upstream.ApacheClient;
import org.eclipse.jetty.server.Server;

/**
 * Has classes initialised by another core while the configuration and its bundles are read, so that neither the start
 * nor the first request waits for them. Only time depends on it. Every method returns at once.
 */
public final class Preload {
    private Preload() {}

    /** The web server's, which list every locale. */
    public static void server() {
        // Jetty would start all of JMX to learn how long a reference is.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        start(() -> new Server().setErrorHandler(new JettyErrors()));
    }

    /** What the providers of this configuration need. */
    public static void providers(Config config) {
        if (config.providers().values().stream()
                .anyMatch(provider -> provider.baseUrl().startsWith("https:"))) {
            start(ApacheClient::loadTrust);
        }
    }

    private static void start(Runnable loading) {
        Thread.ofPlatform().name("preload").daemon().start(loading);
    }
}
