package dev.tierwise.eval.conduct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a proxy as an application does, but notices everything. Thread-safe. */
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MAX_TEXT = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final URI target;
    private final List<String> headers;

    /**
     * For one proxy.
     *
     * @param target its address, without {@code /v1}
     * @param headers sent with every request, {@code NAME: VALUE}; {@code {primary}} and {@code {fallback}} in them stand
     *     for the simulated models of a row
     */
    Client(URI target, List<String> headers) {
        this.target = target;
        this.headers = List.copyOf(headers);
    }

    Seen ask(String model, String prompt, boolean stream, Map<String, String> names) {
        long from = System.nanoTime();
        Reading reading = new Reading();
        try {
            HttpResponse<InputStream> response =
                    http.send(request(model, prompt, stream, names), HttpResponse.BodyHandlers.ofInputStream());
            reading.status = response.statusCode();
            boolean events = stream && reading.status == 200;
            read(response.body(), events, reading);
        } catch (IOException e) {
            if (reading.broken == null) {
                reading.broken = reading.status == 0 ? "the connection broke" : "the connection broke off";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reading.broken = "interrupted";
        }
        return reading.seen(from);
    }

    private HttpRequest request(String model, String prompt, boolean stream, Map<String, String> names) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        if (stream) {
            body.putObject("stream_options").put("include_usage", true);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve("/v1/chat/completions"))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        for (String header : headers) {
            String filled = header;
            for (Map.Entry<String, String> name : names.entrySet()) {
                filled = filled.replace("{" + name.getKey() + "}", name.getValue());
            }
            addHeader(request, filled);
        }
        return request.build();
    }

    /**
     * Adds {@code NAME: VALUE}.
     *
     * @throws IllegalArgumentException where it is not that, or the name is one that HTTP clients set themselves
     */
    static void addHeader(HttpRequest.Builder request, String header) {
        int colon = header.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("it is not NAME: VALUE");
        }
        request.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }

    private void read(InputStream body, boolean events, Reading reading) throws IOException {
        ScheduledFuture<?> giveUp = clock.schedule(
                () -> {
                    reading.broken = "nothing more for long";
                    body.close();
                    return null;
                },
                PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            if (!events) {
                StringBuilder all = new StringBuilder();
                lines.lines().forEach(line -> all.append(line).append('\n'));
                reading.answer(all.toString());
                return;
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    reading.event(line.substring("data:".length()).strip());
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        } finally {
            giveUp.cancel(false);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        clock.shutdownNow();
    }

    /** An answer as it comes in. */
    private static final class Reading {
        private int status;
        private final StringBuilder text = new StringBuilder();
        private boolean ended;
        private @Nullable String error;
        private volatile @Nullable String broken;
        private String model = "";
        private long outputTokens = -1;

        void answer(String body) {
            try {
                JsonNode json = JSON.readTree(body);
                take(json, json.path("choices").path(0).path("message"));
                if (status != 200 && error == null) {
                    error = body;
                }
            } catch (IOException e) {
                error = status == 200 ? null : body;
                broken = status == 200 ? "something that is no JSON" : null;
            }
        }

        void event(String data) {
            if (data.isEmpty() || data.equals("[DONE]")) {
                return;
            }
            try {
                JsonNode json = JSON.readTree(data);
                take(json, json.path("choices").path(0).path("delta"));
            } catch (IOException e) {
                broken = "an event of broken JSON";
            }
        }

        private void take(JsonNode json, JsonNode said) {
            if (json.hasNonNull("error")) {
                error = json.path("error").toString();
            }
            if (text.length() < MAX_TEXT) {
                text.append(said.path("content").asText(""));
            }
            ended |= json.path("choices").path(0).hasNonNull("finish_reason");
            model = json.path("model").asText(model);
            outputTokens = json.path("usage").path("completion_tokens").asLong(outputTokens);
        }

        Seen seen(long from) {
            return new Seen(
                    status,
                    text.toString(),
                    ended,
                    error,
                    broken,
                    model,
                    outputTokens,
                    from,
                    (System.nanoTime() - from) / 1e9);
        }
    }
}
