package dev.tierwise.serving.server;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.Limits;
import dev.tierwise.serving.observe.Journal;
import dev.tierwise.serving.observe.Metrics;
import dev.tierwise.serving.observe.Traces;
import dev.tierwise.serving.upstream.ApacheClient;
import dev.tierwise.serving.upstream.Caller;
import dev.tierwise.serving.upstream.ProviderClient;
import dev.tierwise.serving.upstream.Translations;
import dev.tierwise.serving.upstream.Watch;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The proxy, running. One process, no database; a decision asks nobody. Thread-safe.
 *
 * <pre>{@code
 * try (ProxyServer server = ProxyServer.start(config, translations, System.err)) {
 *     System.out.println("ready " + server.uri());
 * }
 * }</pre>
 */
public final class ProxyServer implements AutoCloseable {
    /** For requests that were broken off to tell their clients and the logs. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** For errors: they are written when their requests hold no place any more, and draining does not wait for them. */
    private static final Duration LAST_ERRORS = Duration.ofMillis(50);

    private static final String ENDPOINTS = Stream.of(Endpoint.values())
            .map(endpoint -> "/v1" + endpoint.path())
            .collect(Collectors.joining(
                    ", ", "There are: POST ", ", /v1/route; GET /v1/models, /health/live, /health/ready, /metrics."));

    private final Config config;
    private final Javalin javalin;
    private final ProviderClient client;
    private final Parts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ProxyServer(Config config, Translations translations, PrintStream console, BodyMemory bodyMemory) {
        Limits limits = config.limits();
        this.config = config;
        this.client = new ApacheClient();
        LiveSetup live = new LiveSetup(config, sentence -> console.println("warning: " + sentence));
        Journal journal = new Journal(config.log(), console);
        Admission admission = new Admission(limits);
        this.parts = new Parts(
                limits,
                live,
                admission,
                new BodyReader(limits),
                bodyMemory,
                new Watch(),
                new Caller(client, translations),
                journal,
                new Metrics(
                        admission::running,
                        journal,
                        client::connections,
                        () -> live.current().deployments().standings()),
                Traces.of(config.telemetry()),
                (id, failure) -> FaultPrinter.print(console, id, failure));
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Opens everything the configuration names and listens from the moment it returns.
     *
     * @param console where the access log and our own faults go
     * @throws BadInputException where a bundle, the log or the port is at fault
     */
    public static ProxyServer start(Config config, Translations translations, PrintStream console) {
        return start(config, translations, console, BodyMemory.ofHeap());
    }

    /** The same with another bound on what request bodies take. */
    static ProxyServer start(Config config, Translations translations, PrintStream console, BodyMemory bodyMemory) {
        ProxyServer server = new ProxyServer(config, translations, console, bodyMemory);
        try {
            server.javalin.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw new BadInputException(
                    "cannot listen on " + config.server().host() + ":"
                            + config.server().port() + ": is the port in use, and the address this machine's?",
                    e);
        }
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.concurrency.useVirtualThreads = true;
        javalinConfig.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
        javalinConfig.http.prefer405over404 = true;
        javalinConfig.jetty.modifyHttpConfiguration(this::configure);
        javalinConfig.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors());
            server.setStopTimeout(0);
            server.addBean(new NetworkConnectionLimit(parts.limits().maxConnections(), server));
        });
        javalinConfig.jetty.addConnector((server, http) -> {
            ServerConnector connector =
                    new ServerConnector(server, new org.eclipse.jetty.server.HttpConnectionFactory(http));
            connector.setHost(config.server().host());
            connector.setPort(config.server().port());
            connector.setIdleTimeout(parts.limits().upload().toMillis());
            connector.addBean(new HeadDeadline(connector, parts.limits().upload()));
            return connector;
        });
        routes(javalinConfig);
    }

    private void configure(HttpConfiguration http) {
        http.setRequestHeaderSize(parts.limits().maxHeader());
        // The usual cache of headers met before is 100 KB a connection.
        http.setHeaderCacheSize(128);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }

    private void routes(JavalinConfig javalinConfig) {
        InfoHandlers info = new InfoHandlers(parts);
        for (Endpoint endpoint : Endpoint.values()) {
            javalinConfig.routes.post("/v1" + endpoint.path(), context -> new Exchange(endpoint, parts, context).run());
        }
        javalinConfig.routes.get("/v1/models", guarded(info::models));
        javalinConfig.routes.get("/v1/models/<id>", guarded(info::model));
        javalinConfig.routes.post("/v1/route", guarded(info::route));
        javalinConfig.routes.get("/health/live", guarded(info::live));
        javalinConfig.routes.get("/health/ready", guarded(info::ready));
        javalinConfig.routes.get("/metrics", guarded(info::metrics));
        javalinConfig.routes.error(404, context -> unknown(context, 404, ErrorCode.UNKNOWN_ENDPOINT));
        javalinConfig.routes.error(405, context -> unknown(context, 405, ErrorCode.METHOD_NOT_ALLOWED));
    }

    private Handler guarded(Handler handler) {
        return context -> {
            try {
                handler.handle(context);
            } catch (ApiException e) {
                ErrorWriter.write(context.res(), Endpoint.CHAT, e);
            } catch (RuntimeException | StackOverflowError e) {
                String id = DecisionIds.next();
                context.res().setHeader(AnswerHeaders.DECISION_ID, id);
                parts.failures().accept(id, e);
                ErrorWriter.write(context.res(), Endpoint.CHAT, ApiException.internal());
            }
        };
    }

    private static void unknown(Context context, int status, ErrorCode code) throws java.io.IOException {
        ErrorWriter.write(
                context.res(),
                Endpoint.CHAT,
                ApiException.refused(status, code, "There is no " + context.method() + " here. " + ENDPOINTS));
    }

    /** Where clients connect; the port is the real one. */
    public URI uri() {
        String host = config.server().host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + javalin.port());
    }

    /**
     * Puts another configuration in force for the requests to come, whole or not at all. Address, limits, logs
     * and telemetry stay as they were until a restart.
     *
     * @return whether all of it is in force now
     * @throws BadInputException where a bundle cannot be opened, or nobody would need a key at an address that is
     *     open to other machines; nothing has changed then
     */
    public boolean reload(Config next) {
        // The file was checked with the address it names; the socket keeps the one it was opened with.
        if (next.keys().isEmpty() && !config.server().loopback()) {
            throw new BadInputException("there are no client keys, but until a restart this server listens on "
                    + config.server().host() + ", which is open to other machines: keep a key, or restart");
        }
        if (next.keys().isEmpty() && !parts.live().current().config().keys().isEmpty()) {
            throw new BadInputException(
                    "there are no client keys any more, and whoever reaches this server would need none:"
                            + " keep a key, or restart to serve without");
        }
        parts.live().replace(next);
        return next.limits().equals(config.limits())
                && next.log().equals(config.log())
                && next.telemetry().equals(config.telemetry())
                && next.server().equals(config.server());
    }

    /** Readiness goes red, running requests end within the grace period or are told why not, then everything closes. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            boolean drained = parts.admission().drain(parts.limits().drain());
            if (!drained) {
                parts.watch().shutDown();
                drained = parts.admission().drain(LAST_WORDS);
            }
            if (drained) {
                Thread.sleep(LAST_ERRORS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        javalin.stop();
        client.close();
        parts.watch().close();
        parts.live().close();
        parts.journal().close();
        parts.metrics().close();
        parts.traces().ifPresent(Traces::close);
    }
}
