package dev.tierwise.serving;

import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.config.Server;
import dev.tierwise.serving.server.ConfigWatch;
import dev.tierwise.serving.server.OsSignals;
import dev.tierwise.serving.server.Preload;
import dev.tierwise.serving.server.ProxyServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the proxy until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the OpenAI-compatible proxy that routes every prompt in this process.",
        footer = {
            "",
            "Prints `ready http://HOST:PORT` once it listens. SIGHUP or a change of the file loads the configuration",
            "again; SIGTERM lets running requests finish first.",
            "",
            "Examples:",
            "  tierwise serve --config tierwise.yaml",
            "  tierwise serve --config tierwise.yaml --check",
            "  java -jar router-serving.jar --config tierwise.yaml --port 0"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration (YAML).")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private Path file;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on, in place of the file's.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on, in place of the file's; 0: any.")
    private @Nullable Integer port;

    @Option(
            names = "--check",
            description = "Checks the file, prints the configuration in effect with secrets masked, and exits.")
    private boolean check;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    /** For picocli, which fills the fields in. */
    @SuppressWarnings("NullAway.Init")
    ServeCommand() {}

    /** Serves what the file says, where it says. */
    ServeCommand(Path file) {
        this.file = file;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (check) {
            out.print(ConfigLoader.load(file, System.getenv()).effective());
            return 0;
        }
        Preload.server();
        Config config = load();
        Preload.providers(config);
        ProxyServer server = ProxyServer.start(config, new WireTranslations(Clock.systemUTC())::between, err);
        try (server;
                ConfigWatch _ = new ConfigWatch(file, this::load, server, err)) {
            CountDownLatch asked = new CountDownLatch(1);
            // Asked to stop, the process has not failed: with the JVM's own handlers it would exit with 143.
            OsSignals.on("TERM", asked::countDown);
            OsSignals.on("INT", asked::countDown);
            out.println("ready " + server.uri());
            out.flush();
            asked.await();
        }
        return 0;
    }

    private Config load() {
        Config config = ConfigLoader.load(file, System.getenv()).config();
        Server address = config.server();
        return host == null && port == null
                ? config
                : config.at(new Server(host == null ? address.host() : host, port == null ? address.port() : port));
    }
}
