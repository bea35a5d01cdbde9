package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tierwise.core.catalog.Capability;
import dev.tierwise.serving.api.RequestView.RequestFields;
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
            case "thinking" -> typed("enabled", Capability.REASONING);
            case "response_format", "output_format" -> typed("json_schema", Capability.JSON_SCHEMA);
            case "text" -> responseText();
            case "modalities" -> modalities();
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> maxOutput();
            case "metadata" -> metadata();
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

    /** An object whose {@code type} says whether it is meant. */
    private void typed(String type, Capability need) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean says = json.currentName().equals("type");
            if (json.nextToken() == JsonToken.VALUE_STRING
                    && says
                    && json.getText().equals(type)) {
                fields.needs.add(need);
            }
            json.skipChildren();
        }
    }

    /** The responses endpoint's {@code text: {format: {...}}}. */
    private void responseText() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean format = json.currentName().equals("format");
            json.nextToken();
            if (format) {
                typed("json_schema", Capability.JSON_SCHEMA);
            } else {
                json.skipChildren();
            }
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

    private void maxOutput() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() < 10) {
            fields.maxOutput = Math.max(0, json.getIntValue());
        }
        json.skipChildren();
    }

    private void metadata() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING && fields.metadata.size() < MAX_TAGS) {
                fields.metadata.put(key, json.getText());
            }
            json.skipChildren();
        }
    }
}
