package dev.tierwise.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.core.testing.RealData;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page open, driven over the DevTools protocol: real keys, real layout, no driver between. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path profile;
    private final HttpClient http;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> answers;
    private final ConcurrentLinkedQueue<String> requested = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> exceptions = new ConcurrentLinkedQueue<>();
    private int lastId;

    private Chromium(
            Process process, Path profile, HttpClient http, WebSocket socket, BlockingQueue<JsonNode> answers) {
        this.process = process;
        this.profile = profile;
        this.http = http;
        this.socket = socket;
        this.answers = answers;
    }

    /** Starts Debian's Chromium; without one the calling test is skipped, or fails where everything is required. */
    static Chromium start(Path profile) throws Exception {
        Path binary = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(Path.of(folder, "chromium"), Path.of(folder, "chromium-browser")))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> RealData.missing("Chromium is needed: apt-get install chromium"));
        Process process = new ProcessBuilder(List.of(
                        binary.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--force-color-profile=srgb",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return connect(process, profile);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Chromium connect(Process process, Path profile) throws Exception {
        Path portFile = profile.resolve("DevToolsActivePort");
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(portFile) || Files.size(portFile) == 0) {
            if (System.nanoTime() > until || !process.isAlive()) {
                throw new IOException("Chromium did not open its debugging port");
            }
            Thread.sleep(50);
        }
        String port = Files.readAllLines(portFile).getFirst();
        HttpClient http = HttpClient.newHttpClient();
        JsonNode pages = JSON.readTree(URI.create("http://127.0.0.1:" + port + "/json/list")
                .toURL()
                .openStream()
                .readAllBytes());
        String page = Stream.iterate(0, i -> i < pages.size(), i -> i + 1)
                .map(pages::path)
                .filter(target -> target.path("type").asText().equals("page"))
                .map(target -> target.path("webSocketDebuggerUrl").asText())
                .findFirst()
                .orElseThrow();
        BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(page), new Collector(answers))
                .get(60, TimeUnit.SECONDS);
        Chromium chromium = new Chromium(process, profile, http, socket, answers);
        chromium.call("Page.enable", "{}");
        chromium.call("Network.enable", "{}");
        chromium.call("Runtime.enable", "{}");
        return chromium;
    }

    /** Loads a file and waits for its scripts. */
    void open(Path file) throws Exception {
        call(
                "Page.navigate",
                JSON.createObjectNode().put("url", file.toUri().toString()).toString());
        await("document.readyState === 'complete' && location.protocol === 'file:'");
    }

    /** The value of an expression in the page. */
    JsonNode evaluate(String expression) throws Exception {
        ObjectNode params =
                JSON.createObjectNode().put("expression", expression).put("returnByValue", true);
        JsonNode result = call("Runtime.evaluate", params.toString());
        if (result.has("exceptionDetails")) {
            throw new IOException(result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Waits until an expression is true: the page has a frame to draw before it answers to its surroundings. */
    void await(String expression) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!evaluate(expression).asBoolean()) {
            if (System.nanoTime() > until) {
                throw new IOException("not true in time: " + expression);
            }
            Thread.sleep(20);
        }
    }

    /** Presses and releases a key, as a person does. */
    void press(String key, int code) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode params = JSON.createObjectNode()
                    .put("type", type)
                    .put("key", key)
                    .put("code", key)
                    .put("windowsVirtualKeyCode", code);
            call("Input.dispatchKeyEvent", params.toString());
        }
    }

    void viewport(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}".formatted(width, height));
    }

    void colourScheme(String scheme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}".formatted(scheme));
    }

    byte[] screenshot() throws Exception {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", "{\"format\":\"png\"}")
                        .path("data")
                        .asText());
    }

    byte[] pdf() throws Exception {
        return Base64.getDecoder()
                .decode(call("Page.printToPDF", "{\"printBackground\":true,\"preferCSSPageSize\":true}")
                        .path("data")
                        .asText());
    }

    /** Every address the page asked for since it was opened. */
    List<String> requested() {
        return List.copyOf(requested);
    }

    /** Every exception that a script of the page did not catch. */
    List<String> exceptions() {
        return List.copyOf(exceptions);
    }

    private JsonNode call(String method, String params) throws Exception {
        int id = ++lastId;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, params), true)
                .get(60, TimeUnit.SECONDS);
        while (true) {
            JsonNode message = answers.poll(60, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("Chromium does not answer " + method);
            }
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                requested.add(message.path("params").path("request").path("url").asText());
            }
            if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                exceptions.add(message.path("params").toString());
            }
            if (message.path("id").asInt() == id) {
                if (message.has("error")) {
                    throw new IOException(method + ": " + message.path("error"));
                }
                return message.path("result");
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        // Its helpers outlive it for a moment and write to the profile, which is about to be deleted.
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each ->
                each.onExit().completeOnTimeout(each, 10, TimeUnit.SECONDS).join());
        // Links out of the profile, which a test's temporary folder would warn about.
        for (String link : List.of("SingletonLock", "SingletonCookie", "SingletonSocket")) {
            profile.resolve(link).toFile().delete();
        }
    }

    private static final class Collector implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> answers;
        private final StringBuilder text = new StringBuilder();

        Collector(BlockingQueue<JsonNode> answers) {
            this.answers = answers;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    answers.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
