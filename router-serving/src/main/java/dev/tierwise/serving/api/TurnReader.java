package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.Prompt.Turn;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The turns of a conversation, from any of the shapes the endpoints know: a string, a list of strings, a list of
 * messages, each with text or a list of parts. What is not text is counted; a tool's result inside a user message is
 * counted too, since it is not what the user said.
 */
final class TurnReader {
    private final JsonParser json;
    private final List<Turn> into;
    private final Set<Capability> needs;

    /**
     * Over the body.
     *
     * @param needs told what parts that are not text ask of a model
     */
    TurnReader(JsonParser json, List<Turn> into, Set<Capability> needs) {
        this.json = json;
        this.into = into;
        this.needs = needs;
    }

    /** Reads the value the parser stands on. */
    void read(String field) throws IOException {
        boolean system = field.equals("system") || field.equals("instructions");
        if (field.equals("messages") && json.currentToken() != JsonToken.START_ARRAY) {
            throw RequestReader.wrongType(field, "a list", json);
        }
        switch (json.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> into.add(new Turn(system ? Role.SYSTEM : Role.USER, json.getText(), 0));
            case START_ARRAY -> {
                if (system) {
                    into.add(content(Role.SYSTEM));
                } else {
                    readList(field);
                }
            }
            default -> throw RequestReader.wrongType(field, "a string or a list", json);
        }
    }

    private void readList(String field) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                into.add(message());
            } else if (field.equals("messages")) {
                throw RequestReader.wrongType("messages[" + into.size() + "]", "an object", json);
            } else if (json.currentToken() == JsonToken.VALUE_STRING) {
                into.add(new Turn(Role.USER, json.getText(), 0));
            } else {
                // Token ids of a completion or an embedding: nothing to read.
                json.skipChildren();
            }
        }
    }

    private Turn message() throws IOException {
        Role role = Role.USER;
        Turn content = new Turn(role, "", 0);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "role" -> role = role();
                case "content" -> content = content(role);
                default -> json.skipChildren();
            }
        }
        return new Turn(role, content.text(), content.images());
    }

    private Role role() throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw RequestReader.wrongType("role", "a string", json);
        }
        return switch (json.getText()) {
            case "system", "developer" -> Role.SYSTEM;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            default -> Role.USER;
        };
    }

    private Turn content(Role role) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return new Turn(role, json.getText(), 0);
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return new Turn(role, "", 0);
        }
        StringJoiner text = new StringJoiner("\n");
        int others = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                text.add(json.getText());
            } else if (json.currentToken() != JsonToken.START_OBJECT || !part(text)) {
                json.skipChildren();
                others++;
            }
        }
        return new Turn(role, text.toString(), others);
    }

    /** Reads one part to its end; false where it is not text. */
    private boolean part(StringJoiner into) throws IOException {
        boolean isText = false;
        String text = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("type") && json.currentToken() == JsonToken.VALUE_STRING) {
                isText = isText(json.getText());
            } else if (name.equals("text") && json.currentToken() == JsonToken.VALUE_STRING) {
                text = json.getText();
            } else {
                json.skipChildren();
            }
        }
        if (isText) {
            into.add(text);
        }
        return isText;
    }

    private boolean isText(String type) {
        switch (type) {
            case "image_url", "input_image", "image" -> needs.add(Capability.VISION);
            case "input_audio" -> needs.add(Capability.AUDIO);
            default -> {}
        }
        return type.equals("text") || type.equals("input_text") || type.equals("output_text");
    }
}
