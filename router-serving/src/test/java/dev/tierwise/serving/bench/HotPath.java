package dev.tierwise.serving.bench;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.upstream.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What every request does on its own thread, part by part; benchmarked for time and tested for allocation. */
final class HotPath {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_EVENT = 16 << 20;

    /** Of a request by one of the official clients. */
    private static final List<Map.Entry<String, String>> HEADERS = List.of(
            Map.entry("host", "localhost:8080"),
            Map.entry("connection", "keep-alive"),
            Map.entry("accept", "application/json"),
            Map.entry("content-type", "application/json"),
            Map.entry("content-length", "400"),
            Map.entry("authorization", "Bearer key"),
            Map.entry("user-agent", "OpenAI/Python"),
            Map.entry("x-stainless-lang", "python"));

    private final byte[] request;
    private final byte[] stream = Answers.stream().getBytes(StandardCharsets.UTF_8);
    private final byte[] whole = Answers.WHOLE.getBytes(StandardCharsets.UTF_8);

    /**
     * One request of many.
     *
     * @param prompts a CSV file of labelled rows
     * @param chars about how long its prompt is
     */
    HotPath(Path prompts, int chars) throws IOException {
        request = Answers.bodies(prompts, "auto", chars, true).getFirst();
    }

    /** Reads a request, and makes what the provider is sent. */
    byte[] view() {
        return RequestView.parse(Endpoint.CHAT, request, MAX_DEPTH).bodyFor("sim-weak", true);
    }

    /** Chooses the headers that the provider is sent. */
    List<Map.Entry<String, String>> headers() {
        return Headers.upstream(HEADERS);
    }

    /** Reads a stream of {@link Answers#EVENTS} events that came in one read. */
    AnswerFacts relay() throws MalformedAnswerException {
        AnswerFacts facts = new AnswerFacts();
        for (Event event : new EventReader(MAX_EVENT).feed(stream, stream.length)) {
            facts.event(event);
        }
        return facts;
    }

    /** Reads a whole answer. */
    AnswerFacts answer() throws MalformedAnswerException {
        AnswerFacts facts = new AnswerFacts();
        facts.answer(whole);
        return facts;
    }
}
