package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Path, model and header to an answer. Paths count from their end, so that any prefix may stand before them. */
final class Endpoints {
    static final String REQUESTS = "/_sim/requests";

    private static final List<String> MODELS = List.of("sim-strong", "sim-weak", "sim-embed");
    private static final String FAULTY = "sim-";
    private static final Map<String, Wire> WIRES = Map.of(
            "/chat/completions", new ChatWire(),
            "/completions", new CompletionsWire(),
            "/responses", new ResponsesWire(),
            "/embeddings", new EmbeddingsWire(),
            "/messages", new MessagesWire());

    private final Duration pace;
    private final Answers answers;
    private final RequestLog log;
    private final IntSupplier openConnections;
    private final FaultMemory memory;

    Endpoints(Duration pace, Answers answers, RequestLog log, IntSupplier openConnections, FaultMemory memory) {
        this.pace = pace;
        this.answers = answers;
        this.log = log;
        this.openConnections = openConnections;
        this.memory = memory;
    }

    void clear() {
        log.clear();
        memory.clear();
    }

    /** @throws IOException where the client has left */
    void answer(HttpConnection connection, HttpRequest request) throws IOException {
        Wire wire = wire(request.path());
        if (wire == null || !request.method().equals("POST")) {
            models(connection, request);
            return;
        }
        try {
            answer(connection, request, wire);
        } catch (RefusedException e) {
            send(connection, e.failure().status(), e.failure().headers(), wire.error(e.failure()));
        }
    }

    private void answer(HttpConnection connection, HttpRequest request, Wire wire) throws IOException {
        Ask ask = wire.ask(json(request));
        FaultCall call = fault(request, ask);
        if (call.once() && !memory.firstTime(call.name(), ask.prompt())) {
            call = FaultCall.NONE;
        }
        Reply reply = Reply.to(ask, answers);
        Duration since = memory.sinceFirst(call.name());
        Exchange exchange = new Exchange(connection, request, wire, ask, reply, pace, since);
        call.fault().play(exchange, call.n());
    }

    private static @Nullable Wire wire(String path) {
        return WIRES.entrySet().stream()
                .filter(e -> path.endsWith(e.getKey()))
                // "/chat/completions" ends in "/completions", too.
                .max(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.length(), b.length())))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    private static JsonNode json(HttpRequest request) {
        try {
            return Json.read(request.body());
        } catch (IOException e) {
            throw new RefusedException(Failure.badRequest("We could not parse the JSON body of your request."));
        }
    }

    private FaultCall fault(HttpRequest request, Ask ask) {
        String header = request.header(Fault.HEADER);
        if (header != null) {
            return FaultCall.parse(header)
                    .orElseThrow(() -> new RefusedException(
                            Failure.badRequest("unknown fault `" + header + "` in " + Fault.HEADER + ", there are "
                                    + String.join(", ", Fault.descriptions().keySet()))));
        }
        String model = ask.model();
        if (MODELS.contains(model) || answers.knows(model)) {
            return FaultCall.NONE;
        }
        Optional<FaultCall> call =
                model.startsWith(FAULTY) ? FaultCall.parse(model.substring(FAULTY.length())) : Optional.empty();
        return call.orElseThrow(() -> new RefusedException(Failure.unknownModel(model)));
    }

    private void models(HttpConnection connection, HttpRequest request) throws IOException {
        String path = request.path();
        boolean get = request.method().equals("GET");
        if (get && path.endsWith("/models")) {
            ObjectNode list = Json.object().put("object", "list");
            ArrayNode data = list.putArray("data");
            MODELS.forEach(name -> data.add(model(name)));
            send(connection, 200, Map.of(), list);
        } else if (get && MODELS.stream().anyMatch(name -> path.endsWith("/models/" + name))) {
            send(connection, 200, Map.of(), model(path.substring(path.lastIndexOf('/') + 1)));
        } else {
            Failure failure = new Failure(
                    404,
                    "invalid_request_error",
                    null,
                    "Invalid URL (" + request.method() + " " + path + ")",
                    Map.of());
            send(connection, failure.status(), failure.headers(), new ChatWire().error(failure));
        }
    }

    private static ObjectNode model(String name) {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", Wire.CREATED)
                .put("owned_by", "simulated");
    }

    /** The list of what was seen, and its deletion. */
    void administer(HttpConnection connection, HttpRequest request) throws IOException {
        if (request.method().equals("DELETE")) {
            clear();
            connection.writeHead(204, Map.of());
            return;
        }
        ObjectNode seen = Json.object();
        ArrayNode requests = seen.putArray("requests");
        log.snapshot().forEach(r -> requests.add(node(r)));
        seen.put("dropped", log.dropped()).put("open_connections", openConnections.getAsInt());
        send(connection, 200, Map.of(), seen);
    }

    private static ObjectNode node(RecordedRequest seen) {
        ObjectNode node = Json.object()
                .put("id", seen.id())
                .put("time", seen.time().toString())
                .put("connection", seen.connection())
                .put("method", seen.method())
                .put("path", seen.path())
                .put("query", seen.query());
        ObjectNode headers = node.putObject("headers");
        seen.headers().forEach(headers::put);
        node.put("body", seen.body()).put("outcome", seen.outcome().name().toLowerCase(Locale.ROOT));
        Duration duration = seen.duration();
        return node.put("duration_ms", duration == null ? null : duration.toMillis());
    }

    private static void send(HttpConnection connection, int status, Map<String, String> extra, JsonNode body)
            throws IOException {
        byte[] bytes = Json.bytes(body);
        Map<String, String> headers = new LinkedHashMap<>(extra);
        headers.put("Content-Type", Script.JSON);
        headers.put("Content-Length", Integer.toString(bytes.length));
        connection.writeHead(status, headers);
        connection.write(bytes);
    }
}
