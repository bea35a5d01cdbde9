package dev.tierwise.eval.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.Prompt.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Prompts from JSON lines, one at a time: {@code {"id": "7", "prompt": "..."}} or a chat body
 * {@code {"messages": [{"role": "user", "content": "..."}]}}. Blank lines are passed over. Not thread-safe.
 */
final class PromptLines {
    /** What some editors begin UTF-8 with. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** @param id the line's own, or its number */
    record Line(String id, Prompt prompt) {}

    private final String file;
    private final BufferedReader in;
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private long number;

    PromptLines(String file, BufferedReader in) {
        this.file = file;
        this.in = in;
    }

    /**
     * The next prompt, or null at the end.
     *
     * @throws BadInputException where a line is neither, naming it
     */
    @Nullable
    Line next() throws IOException {
        String text = read();
        while (text != null) {
            number++;
            if (!text.isBlank()) {
                return parse(text);
            }
            text = read();
        }
        return null;
    }

    private @Nullable String read() throws IOException {
        try {
            String text = in.readLine();
            return number == 0 && text != null && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            // The reader decodes ahead, so that the line is not known.
            throw new BadInputException(file + ": broken UTF-8 after line " + number + "; save the file as UTF-8", e);
        }
    }

    private Line parse(String text) {
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JsonProcessingException e) {
            throw BadInputException.at(file, number, "not a JSON object on one line; write {\"prompt\": \"...\"}");
        }
        String id = node.hasNonNull("id") ? node.get("id").asText() : Long.toString(number);
        if (node.path("prompt").isTextual()) {
            return new Line(id, Prompt.of(node.get("prompt").asText()));
        }
        if (node.path("messages").isArray()) {
            List<Turn> turns = new ArrayList<>();
            node.get("messages").forEach(message -> turns.add(turn(message)));
            return new Line(id, new Prompt(turns));
        }
        throw BadInputException.at(
                file, number, "neither \"prompt\" (a string) nor \"messages\" (a list); write {\"prompt\": \"...\"}");
    }

    private Turn turn(JsonNode message) {
        JsonNode content = message.path("content");
        String text = content.isArray()
                ? StreamSupport.stream(content.spliterator(), false)
                        .filter(part -> part.path("text").isTextual())
                        .map(part -> part.get("text").asText())
                        .collect(Collectors.joining("\n"))
                : content.asText("");
        return new Turn(role(message.path("role").asText("")), text, 0);
    }

    private Role role(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system", "developer" -> Role.SYSTEM;
            case "tool", "function" -> Role.TOOL;
            default ->
                throw BadInputException.at(
                        file, number, "role \"" + name + "\" is not one of system, developer, user, assistant, tool");
        };
    }
}
