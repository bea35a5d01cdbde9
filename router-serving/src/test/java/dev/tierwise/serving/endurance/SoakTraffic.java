package dev.tierwise.serving.endurance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.simulate.Fault;
import dev.tierwise.serving.endurance.Tally.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of every kind at once: ones that go through all faults in turn, ones whose conversations grow, and ones that
 * leave; whole answers and streams, on both wires. Closing ends them after the request they are at.
 */
final class SoakTraffic implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Fault[] FAULTS = Fault.values();
    private static final String DONE = "data: [DONE]";
    private static final int TURNS = 30;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final URI proxy;
    private final String key;
    private final Tally tally;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean open = true;

    /** What one client does, again and again. */
    private interface Visit {
        void run(Random random) throws IOException, InterruptedException;
    }

    /** One of the protocols a client speaks. */
    private record Wire(String path, String prefix, String end) {
        private static final List<Wire> ALL = List.of(
                new Wire("/v1/chat/completions", "fault-", "\"finish_reason\":\""),
                new Wire("/v1/messages", "fault-", "\"stop_reason\":\""),
                new Wire("/v1/chat/completions", "other-", "\"finish_reason\":\""),
                new Wire("/v1/messages", "other-", "\"stop_reason\":\""));
    }

    SoakTraffic(URI proxy, String key, Tally tally) {
        this.proxy = proxy;
        this.key = key;
        this.tally = tally;
    }

    /**
     * Sets them off.
     *
     * @param scale how many of each kind
     */
    void start(int scale) {
        for (int i = 0; i < scale; i++) {
            go(3L * i, 250, this::meetAFault);
            go(3L * i + 1, 250, random -> converse(random));
            go(3L * i + 2, 250, this::leave);
        }
    }

    private void go(long seed, int pauseMillis, Visit visit) {
        threads.execute(() -> {
            Random random = new Random(seed);
            try {
                while (open) {
                    try {
                        visit.run(random);
                    } catch (IOException e) {
                        tally.count(Outcome.BROKEN_OFF, e.getClass().getSimpleName());
                    }
                    Thread.sleep(random.nextInt(2 * pauseMillis));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void meetAFault(Random random) throws IOException, InterruptedException {
        int turn = next.getAndIncrement();
        String fault = FAULTS[turn % FAULTS.length].title();
        Wire wire = Wire.ALL.get(turn / FAULTS.length % Wire.ALL.size());
        boolean stream = random.nextInt(3) > 0;
        ask(wire, body(wire.prefix + fault, stream, List.of("Count to 60, please. " + random.nextInt())), stream);
    }

    /** Each turn sends all that was said before. */
    private void converse(Random random) throws IOException, InterruptedException {
        Wire wire = Wire.ALL.get(random.nextInt(2));
        ArrayNode said = MAPPER.createArrayNode();
        for (int turn = 0; open && turn < TURNS; turn++) {
            said.addObject().put("role", "user").put("content", words(random, 20 + random.nextInt(150)));
            boolean stream = random.nextBoolean();
            ObjectNode body = MAPPER.createObjectNode()
                    .put("model", "router")
                    .put("max_tokens", 200)
                    .put("stream", stream);
            body.set("messages", said);
            ask(wire, body.toString(), stream);
            said.addObject().put("role", "assistant").put("content", words(random, 50));
            Thread.sleep(random.nextInt(500));
        }
    }

    /** Sends a request on a bare socket, reads a little of the answer or nothing, and is gone. */
    private void leave(Random random) throws IOException, InterruptedException {
        String model = List.of("fault-endless", "fault-silence", "fault-pace", "fault-slow-first-token", "router")
                .get(random.nextInt(5));
        byte[] body = body(model, random.nextInt(3) > 0, List.of("Count to 60")).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(proxy.getHost(), proxy.getPort())) {
            socket.setSoTimeout(random.nextInt(1, 1_500));
            String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + key + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body, 0, random.nextInt(20) == 0 ? body.length / 2 : body.length);
            InputStream in = socket.getInputStream();
            for (int left = random.nextInt(4_000); left > 0 && in.read() >= 0; left--) {}
        } catch (IOException e) {
            // Waited long enough.
        }
        tally.count(Outcome.LEFT, model);
    }

    private void ask(Wire wire, String body, boolean stream) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(proxy.resolve(wire.path))
                        .timeout(LONGEST)
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        tally.count(
                outcome(answer, wire, stream),
                MAPPER.readTree(body).path("model").asText());
    }

    private static Outcome outcome(HttpResponse<String> answer, Wire wire, boolean stream) {
        if (answer.statusCode() != 200) {
            return answer.body().contains("\"error\"") ? Outcome.REFUSED : Outcome.PASSED_FOR_WHOLE;
        }
        if (!stream) {
            return isJson(answer.body()) ? Outcome.WHOLE : Outcome.PASSED_FOR_WHOLE;
        }
        if (answer.body().contains(wire.end) || answer.body().contains(DONE)) {
            return Outcome.WHOLE;
        }
        return answer.body().contains("\"error\"") ? Outcome.ERROR_EVENT : Outcome.PASSED_FOR_WHOLE;
    }

    private static boolean isJson(String body) {
        try {
            return MAPPER.readTree(body).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String body(String model, boolean stream, List<String> said) {
        ObjectNode body = MAPPER.createObjectNode()
                .put("model", model)
                .put("max_tokens", 200)
                .put("stream", stream);
        ArrayNode messages = body.putArray("messages");
        said.forEach(text -> messages.addObject().put("role", "user").put("content", text));
        return body.toString();
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(Integer.toString(random.nextInt(1 << 20), 36)).append(' ');
        }
        return words.toString();
    }

    @Override
    public void close() {
        open = false;
        threads.close();
        client.shutdownNow();
        client.close();
    }
}
