package dev.tierwise.serving.bench;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.RequestView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What every request does on its own thread, part by part; benchmarked for time and tested for allocation. */
final class HotPath {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_EVENT = 16 << 20;

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
