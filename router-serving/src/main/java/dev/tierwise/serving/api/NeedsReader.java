package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tierwise.core.catalog.Capability;
import java.io.IOException;

/**
 * What a body asks of a model beyond text, from the fields that say so. Fields of another shape than expected are the
 * provider's to judge, and are passed over.
 */
final class NeedsReader {
    private static final int MAX_TAGS = 64;

    private final JsonParser json;
    private final RequestFields fields;

    NeedsReader(JsonParser json, RequestFields fields) {
        this.json = json;
        this.fields = fields;
    }

    /** Reads the value the parser stands on, to its end. */
    void read(String name) throws IOException {
        switch (name) {
            case "tools", "functions" -> filled(Capability.TOOLS);
            case "reasoning_effort", "reasoning" -> present(Capability.REASONING);
            case "thinking" -> members(member -> type(member, "enabled", Capability.REASONING));
            case "response_format", "output_format" -> members(this::format);
            case "text", "output_config" -> members(this::formatIn);
            case "modalities" -> modalities();
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> maxOutput();
            case "n" -> choices();
            case "metadata" -> members(this::metadata);
            default -> json.skipChildren();
        }
    }

    private void present(Capability need) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            fields.needs.add(need);
        }
        json.skipChildren();
    }

    private void filled(Capability need) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            fields.needs.add(need);
            json.skipChildren();
        }
    }

    /** What reads the value of a member, or a part of it. */
    @FunctionalInterface
    private interface Member {
        void read(String name) throws IOException;
    }

    /** Reads the members of an object. */
    private void members(Member member) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                member.read(name);
                json.skipChildren();
            }
        } else {
            json.skipChildren();
        }
    }

    private void type(String name, String type, Capability need) throws IOException {
        if (name.equals("type")
                && json.currentToken() == JsonToken.VALUE_STRING
                && json.getText().equals(type)) {
            fields.needs.add(need);
        }
    }

    /** The responses endpoint's {@code text: {format: {...}}}, and Anthropic's {@code output_config}. */
    private void formatIn(String name) throws IOException {
        if (name.equals("format")) {
            members(this::format);
        }
    }

    /** Of the form of the answer: its schema stands in it, or beside a name in a {@code json_schema}. */
    private void format(String name) throws IOException {
        if (name.equals("json_schema")) {
            members(this::schema);
        } else {
            type(name, "json_schema", Capability.JSON_SCHEMA);
            schema(name);
        }
    }

    private void schema(String name) throws IOException {
        if (name.equals("schema") && json.currentToken() == JsonToken.START_OBJECT) {
            int at = RequestReader.start(json);
            json.skipChildren();
            fields.schema = new Span(at, RequestReader.end(json));
        }
    }

    private void modalities() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING && json.getText().equals("audio")) {
                fields.needs.add(Capability.AUDIO);
            }
            json.skipChildren();
        }
    }

    /** Of several bounds the widest counts: nobody knows which one the provider reads. */
    private void maxOutput() throws IOException {
        if (json.currentToken().isNumeric()) {
            int given = Math.max(0, count());
            fields.maxOutput = fields.maxOutput == null ? given : Math.max(fields.maxOutput, given);
        }
        json.skipChildren();
    }

    /** As {@link #maxOutput}. */
    private void choices() throws IOException {
        if (json.currentToken().isNumeric()) {
            fields.choices = Math.max(fields.choices, count());
        }
        json.skipChildren();
    }

    /** A number as far as an int goes. */
    private int count() throws IOException {
        return (int) json.getDoubleValue();
    }

    private void metadata(String name) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && fields.metadata.size() < MAX_TAGS) {
            fields.metadata.put(name, json.getText());
        }
    }
}
