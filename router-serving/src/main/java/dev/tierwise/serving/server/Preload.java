package dev.tierwise.serving.server;

import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.io.CloseMode;
import org.eclipse.jetty.server.Server;

/**
 * Has the web server's and the client's classes initialised by another core while the configuration and its bundles are
 * read: Jetty lists every locale, and the client reads the certificates this machine trusts, which the first request
 * would wait for. Only time depends on it.
 */
public final class Preload {
    private Preload() {}

    /** Returns at once. */
    public static void start() {
        Thread.ofPlatform().name("preload").daemon().start(() -> {
            new Server().setErrorHandler(new JettyErrors());
            HttpClients.createDefault().close(CloseMode.IMMEDIATE);
        });
    }
}
