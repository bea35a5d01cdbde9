package dev.tierwise.serving.fuzz;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.api.UntranslatableException;
import dev.tierwise.serving.config.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request body. The first byte of an input chooses endpoint and whether usage is asked for, the rest
 * is the body.
 */
public final class RequestTarget {
    private static final int MAX_DEPTH = 64;
    private static final String MODEL = "another \"model\"";
    private static final ObjectMapper TREES = JsonMapper.builder(Json.factory(MAX_DEPTH))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper STRICT = JsonMapper.builder(Json.factory(MAX_DEPTH))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final WireTranslations TRANSLATIONS = new WireTranslations(() -> Instant.EPOCH);

    private RequestTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        Endpoint[] endpoints = Endpoint.values();
        Endpoint endpoint = endpoints[Math.floorMod(input[0], endpoints.length)];
        boolean askUsage = input[0] >= 0;
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        RequestView view;
        try {
            view = RequestView.parse(endpoint, body, MAX_DEPTH);
        } catch (ApiException e) {
            refusesForAReason(e, body);
            return;
        }
        if (Law.skipsSurrogates(body)) {
            return;
        }
        Law.holds(tree(TREES, body) instanceof ObjectNode, "whatever is accepted is a JSON object");
        byte[] out = view.bodyFor(MODEL, askUsage);
        splicesOnlyItsSpans(view, body, out, askUsage);
        if (tree(STRICT, body) instanceof ObjectNode tree) {
            ReferenceRequest.readAlike(view, tree);
            Law.equal(tree(STRICT, out), expected(view, tree, askUsage), "the body for a provider, as a tree");
        }
        translates(endpoint, out);
    }

    private static void refusesForAReason(ApiException e, byte[] body) {
        Law.equal(e.status(), 400, "status of a refusal");
        if ("invalid_json".equals(e.code())) {
            JsonNode tree = tree(TREES, body);
            Law.holds(tree == null || !tree.isObject(), "only what is no JSON object is refused as such");
        }
    }

    private static void splicesOnlyItsSpans(RequestView view, byte[] body, byte[] out, boolean askUsage)
            throws IOException {
        Law.equal(members(out), members(body), "members that are none of the router's business, byte for byte");
        RequestView again = RequestView.parse(view.endpoint(), out, MAX_DEPTH);
        Law.equal(again.model().orElse(null), MODEL, "the model asked for");
        Law.holds(Arrays.equals(again.bodyFor(MODEL, askUsage), out), "splicing again changes nothing");
        if (view.models().isEmpty() && !askUsage && view.model().isPresent()) {
            int before = Arrays.mismatch(body, out);
            int after = 0;
            int most = Math.min(body.length, out.length) - Math.max(0, before);
            while (after < most && body[body.length - 1 - after] == out[out.length - 1 - after]) {
                after++;
            }
            int changed = before < 0 ? 0 : body.length - before - after;
            // Six bytes is the longest a character can be written in JSON, and there are the quotes.
            Law.holds(changed <= 6 * view.model().orElseThrow().length() + 2, "only the model's bytes are replaced");
        }
    }

    /** The bytes of all members but those the router may touch, in order. */
    private static List<String> members(byte[] body) throws IOException {
        List<String> members = new ArrayList<>();
        try (JsonParser json = Json.factory(MAX_DEPTH).createParser(body)) {
            json.nextToken();
            members(json, body, members);
        }
        return members;
    }

    private static void members(JsonParser json, byte[] body, List<String> into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            int start = (int) json.currentTokenLocation().getByteOffset();
            JsonToken value = json.nextToken();
            if (name.equals("stream_options") && value == JsonToken.START_OBJECT) {
                members(json, body, into);
                continue;
            }
            json.skipChildren();
            json.finishToken();
            switch (name) {
                case "model", "models", "stream_options", "include_usage" -> {}
                default -> {
                    int end = (int) json.currentLocation().getByteOffset();
                    into.add(new String(body, start, end - start, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private static ObjectNode expected(RequestView view, ObjectNode tree, boolean askUsage) {
        ObjectNode expected = tree.deepCopy();
        expected.remove("models");
        expected.put("model", MODEL);
        if (askUsage && view.stream() && view.endpoint().usageOnRequest()) {
            ObjectNode options = expected.path("stream_options") instanceof ObjectNode object
                    ? object
                    : expected.putObject("stream_options");
            options.put("include_usage", true);
        }
        return expected;
    }

    private static void translates(Endpoint endpoint, byte[] body) {
        if (endpoint != Endpoint.CHAT && endpoint != Endpoint.MESSAGES) {
            return;
        }
        Wire client = endpoint == Endpoint.CHAT ? Wire.OPENAI : Wire.ANTHROPIC;
        Wire provider = endpoint == Endpoint.CHAT ? Wire.ANTHROPIC : Wire.OPENAI;
        try {
            byte[] out = TRANSLATIONS
                    .between(client, EventStreamTarget.speaking(provider))
                    .request(body);
            JsonNode tree = tree(STRICT, out);
            Law.holds(tree != null && tree.path("model").asText().equals(MODEL), "a translation keeps the model");
        } catch (UntranslatableException e) {
            // What the other protocol cannot say is refused.
        }
    }

    private static @Nullable JsonNode tree(ObjectMapper mapper, byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
