package dev.tierwise.serving.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every stream of bytes, however the network cuts it. The first byte of an input says how it is cut, the
 * rest is the stream.
 */
public final class EventStreamTarget {
    private static final int MAX_EVENT = 1 << 10;
    private static final int LONGEST_READ = 600;
    private static final String DONE = "[DONE]";
    private static final Set<String> LAST =
            Set.of("message_stop", "response.completed", "response.incomplete", "response.failed");
    private static final ObjectMapper TREES = JsonMapper.builder(Json.factory(Json.ANSWER_DEPTH))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper STRICT = JsonMapper.builder(Json.factory(Json.ANSWER_DEPTH))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final WireTranslations TRANSLATIONS = new WireTranslations(() -> Instant.EPOCH);

    private EventStreamTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        List<Event> events = whole(stream);
        losesNothing(stream, events, new Random(input[0]));
        staysWithinItsBound(stream, new Random(input[0]));
        readsEachEventAsATreeWould(events);
        for (Wire provider : Wire.values()) {
            translates(events, provider);
        }
    }

    private static List<Event> whole(byte[] stream) {
        EventReader reader = new EventReader(Integer.MAX_VALUE);
        try {
            List<Event> events = new ArrayList<>(reader.feed(stream, stream.length));
            add(reader.rest(), events);
            return events;
        } catch (MalformedAnswerException e) {
            throw new AssertionError("no event is too long where there is no limit", e);
        }
    }

    private static void add(@Nullable Event rest, List<Event> events) {
        if (rest != null) {
            events.add(rest);
        }
    }

    private static void losesNothing(byte[] stream, List<Event> whole, Random cuts) {
        List<Event> pieces = new ArrayList<>();
        EventReader reader = new EventReader(Integer.MAX_VALUE);
        try {
            for (byte[] read : reads(stream, cuts)) {
                pieces.addAll(reader.feed(read, read.length));
            }
        } catch (MalformedAnswerException e) {
            throw new AssertionError("no event is too long where there is no limit", e);
        }
        add(reader.rest(), pieces);
        Law.holds(Arrays.equals(raw(whole), stream), "events read at once are the bytes that came");
        Law.holds(Arrays.equals(raw(pieces), stream), "events read in pieces are the bytes that came");
        List<ReferenceEvents.Said> reference = ReferenceEvents.of(stream);
        Law.equal(said(whole), reference, "events read at once");
        Law.equal(said(pieces), reference, "events read in pieces");
    }

    private static void staysWithinItsBound(byte[] stream, Random cuts) {
        EventReader reader = new EventReader(MAX_EVENT);
        try {
            for (byte[] read : reads(stream, cuts)) {
                for (Event event : reader.feed(read, read.length)) {
                    Law.holds(event.raw().length <= MAX_EVENT + read.length, "no event outgrows the limit by a read");
                }
            }
            Event rest = reader.rest();
            Law.holds(rest == null || rest.raw().length <= MAX_EVENT, "no rest outgrows the limit");
        } catch (MalformedAnswerException e) {
            Law.holds(stream.length > MAX_EVENT, "only what is longer than the limit is refused");
        }
    }

    private static List<byte[]> reads(byte[] stream, Random cuts) {
        List<byte[]> reads = new ArrayList<>();
        int longest =
                switch (cuts.nextInt(3)) {
                    case 0 -> 1;
                    case 1 -> 8;
                    default -> LONGEST_READ;
                };
        for (int at = 0; at < stream.length; ) {
            int length = Math.min(stream.length - at, 1 + cuts.nextInt(longest));
            reads.add(Arrays.copyOfRange(stream, at, at + length));
            at += length;
        }
        return reads;
    }

    private static byte[] raw(List<Event> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        events.forEach(event -> bytes.writeBytes(event.raw()));
        return bytes.toByteArray();
    }

    private static List<ReferenceEvents.Said> said(List<Event> events) {
        List<ReferenceEvents.Said> said = new ArrayList<>();
        for (Event event : events) {
            byte[] data = event.data();
            if (data != null) {
                said.add(new ReferenceEvents.Said(event.name(), new String(data, ISO_8859_1)));
            }
        }
        return said;
    }

    private static void readsEachEventAsATreeWould(List<Event> events) {
        AnswerFacts facts = new AnswerFacts();
        boolean done = false;
        for (Event event : events) {
            byte[] data = event.data();
            if (data == null || data.length == 0) {
                continue;
            }
            boolean mark = new String(data, ISO_8859_1).equals(DONE);
            boolean complete = facts.complete();
            JsonNode tree = mark ? null : tree(TREES, data);
            try {
                facts.event(event);
            } catch (MalformedAnswerException e) {
                Law.holds(!mark && (tree == null || !tree.isObject()), "only what is no JSON object is malformed");
                return;
            }
            if (Law.skipsSurrogates(data)) {
                return;
            }
            Law.holds(mark || (tree != null && tree.isObject()), "whatever is not malformed is a JSON object");
            // A name that stands twice means one thing to a tree and may mean another here.
            tree = mark ? null : tree(STRICT, data);
            if (!mark && tree == null) {
                return;
            }
            String type = tree == null ? "" : tree.path("type").asText();
            boolean error = tree != null
                    && (tree.hasNonNull("error")
                            || (tree.path("type").isTextual() && type.equals("error"))
                            || "error".equals(event.name()));
            done |= mark || (tree != null && tree.path("type").isTextual() && LAST.contains(type));
            Law.equal(facts.error(), error, "error");
            Law.equal(facts.done(), done, "done");
            Law.holds(!mark || facts.complete() == complete, "the mark at the end makes nothing whole");
            Law.holds(facts.usage(0).output() >= 0, "nobody uses less than nothing");
        }
    }

    private static @Nullable JsonNode tree(ObjectMapper mapper, byte[] data) {
        try {
            return mapper.readTree(data);
        } catch (IOException e) {
            return null;
        }
    }

    /** What comes out is well-formed whatever went in, or the stream is called malformed. */
    private static void translates(List<Event> events, Wire provider) {
        Wire client = provider == Wire.OPENAI ? Wire.ANTHROPIC : Wire.OPENAI;
        StreamTranslation translation = TRANSLATIONS.between(client, speaking(provider)).stream(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Event event : events) {
                out.writeBytes(translation.event(event.raw()));
            }
            out.writeBytes(translation.end());
        } catch (MalformedAnswerException e) {
            return;
        }
        for (Event event : whole(out.toByteArray())) {
            byte[] data = event.data();
            if (data != null && !new String(data, ISO_8859_1).equals(DONE)) {
                JsonNode tree = tree(STRICT, data);
                Law.holds(tree != null && tree.isObject(), "translated events are JSON objects");
            }
        }
    }

    static Provider speaking(Wire wire) {
        return new Provider(
                "any", wire, "http://127.0.0.1:1", List.of(), Provider.Auth.BEARER, Map.of(), Map.of(), true, 1);
    }
}
