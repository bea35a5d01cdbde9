package dev.tierwise.core.bundle;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.Pooling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The bytes of {@code router.json}. The file ends with a digest of itself, taken with the digest's own 64 characters
 * set to zero, so that a changed byte shows here as it does in every other file.
 */
final class ManifestFile {
    static final String NAME = "router.json";

    private static final String NO_DIGEST = "0".repeat(64);
    private static final String DIGEST_FIELD = "\"sha256_of_this_file\" : \"";
    private static final String TAIL = "\"\n}\n";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            // Only the ends of an interval may be null.
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .withConfigOverride(Double.class, of -> of.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET)))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new ToStringSerializer(Instant.class))
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private ManifestFile() {}

    static byte[] write(Manifest manifest) {
        DefaultIndenter newlines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.BOTH))
                .withObjectIndenter(newlines);
        try {
            String json = JSON.writer(printer).writeValueAsString(manifest);
            String open = json.substring(0, json.lastIndexOf('}')).stripTrailing() + ",\n  " + DIGEST_FIELD;
            String digest = Digests.sha256((open + NO_DIGEST + TAIL).getBytes(StandardCharsets.UTF_8));
            return (open + digest + TAIL).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest can always be written", e);
        }
    }

    /**
     * Reads and verifies.
     *
     * @param name what to call the file in a message
     * @throws BadInputException when it is damaged or of another format
     */
    static Manifest read(byte[] bytes, String name) {
        String json = new String(bytes, StandardCharsets.UTF_8);
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw damaged(name, "it is not JSON (line " + e.getLocation().getLineNr() + ")");
        }
        int format = tree.path("format").asInt(-1);
        if (format != Manifest.FORMAT) {
            throw new BadInputException(
                    name + " is of format " + (format < 0 ? "unknown" : format) + ", this version reads format "
                            + Manifest.FORMAT + ": retrain the bundle or use the version that made it");
        }
        verifyDigest(json, bytes, name);
        if (tree.path("routing_text") instanceof ObjectNode part && !part.has("plain")) {
            // Bundles of the time before texts were made plain.
            part.put("plain", false);
        }
        if (tree.path("features") instanceof ObjectNode features && !features.has("pooling")) {
            // Bundles of the time before answer options were pooled apart.
            features.put("pooling", Pooling.WHOLE.name());
        }
        try {
            return JSON.treeToValue(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw damaged(name, "it does not say what a bundle must say (" + e.getOriginalMessage() + ")");
        }
    }

    private static void verifyDigest(String json, byte[] bytes, String name) {
        int at = json.lastIndexOf(DIGEST_FIELD);
        int from = at + DIGEST_FIELD.length();
        if (at < 0 || json.length() != from + NO_DIGEST.length() + TAIL.length()) {
            throw damaged(name, "it does not end with its own digest");
        }
        String expected = json.substring(from, from + NO_DIGEST.length());
        byte[] zeroed = bytes.clone();
        int digestAt = bytes.length - TAIL.length() - NO_DIGEST.length();
        System.arraycopy(NO_DIGEST.getBytes(StandardCharsets.US_ASCII), 0, zeroed, digestAt, NO_DIGEST.length());
        String found = Digests.sha256(zeroed);
        if (!found.equals(expected)) {
            throw damaged(name, "its digest should be " + expected + " and is " + found);
        }
    }

    private static BadInputException damaged(String name, String problem) {
        return new BadInputException(
                name + " is damaged or was edited: " + problem + "; restore the bundle or train it again");
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
