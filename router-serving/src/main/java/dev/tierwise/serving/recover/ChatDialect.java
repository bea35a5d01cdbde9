package dev.tierwise.serving.recover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.ChatFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of chat completions, and of plain completions. A carried-on stream keeps the id and the time of the first
 * chunk, and names the model that speaks.
 */
final class ChatDialect implements Dialect {
    private static final List<String> OF_THE_FIRST = List.of("id", "created");

    private final boolean chat;
    private @Nullable ObjectNode first;

    ChatDialect(String textField) {
        this.chat = textField.equals("messages");
    }

    @Override
    public void told(ObjectNode event, Told told) {
        if (first == null) {
            first = event;
        }
        for (JsonNode choice : event.path("choices")) {
            JsonNode delta = delta(choice);
            boolean single = choice.path("index").asInt() == 0
                    && !choice.hasNonNull("finish_reason")
                    && !choice.hasNonNull("logprobs");
            if (!single || says(delta)) {
                told.beyondText();
            }
            told.add(delta.path(textField()).asText(""));
        }
    }

    private JsonNode delta(JsonNode choice) {
        return chat ? choice.path("delta") : choice;
    }

    private String textField() {
        return chat ? "content" : "text";
    }

    /** Whether a delta says more than text and thoughts. */
    private boolean says(JsonNode delta) {
        if (!chat) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : delta.properties()) {
            String name = field.getKey();
            boolean known = name.equals("role") || name.equals(textField()) || ChatFields.THOUGHTS.contains(name);
            if (!known && !field.getValue().isNull() && !isEmpty(field.getValue())) {
                return true;
            }
        }
        return delta.hasNonNull(textField()) && !delta.path(textField()).isTextual();
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode()
                ? value.isEmpty()
                : value.isTextual() && value.asText().isEmpty();
    }

    @Override
    public boolean carryOn(ObjectNode event, Retelling retelling) throws DifferentAnswerException {
        for (String name : OF_THE_FIRST) {
            if (first != null && first.has(name)) {
                event.set(name, first.get(name));
            }
        }
        boolean left = event.hasNonNull("usage") || event.path("choices").isEmpty();
        for (JsonNode choice : event.path("choices")) {
            if (choice.path("index").asInt() != 0 || !(delta(choice) instanceof ObjectNode delta)) {
                throw new DifferentAnswerException("it has other choices");
            }
            left |= keepNew(delta, retelling);
            boolean ends = choice.hasNonNull("finish_reason");
            if ((ends || says(delta)) && !retelling.caughtUp()) {
                throw new DifferentAnswerException("it ends, or goes on in other ways, before");
            }
            left |= ends || says(delta);
        }
        return left;
    }

    private boolean keepNew(ObjectNode delta, Retelling retelling) throws DifferentAnswerException {
        delta.remove("role");
        // The client of a second model is spared what that one thinks.
        delta.remove(ChatFields.THOUGHTS);
        if (!delta.path(textField()).isTextual()) {
            return false;
        }
        String fresh = retelling
                .next(delta.path(textField()).asText())
                .orElseThrow(() -> new DifferentAnswerException("its text is another"));
        delta.put(textField(), fresh);
        return !fresh.isEmpty();
    }
}
