package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.UntranslatableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a request, taken one by one. What nobody has taken by {@link #done} cannot be translated:
 * so no field is ever dropped in silence. A field that is null counts as absent.
 */
final class Fields {
    private final ObjectNode object;
    private final String path;
    private final String target;
    private final Set<String> taken = new HashSet<>();

    /**
     * Over one object.
     *
     * @param path where it stands in the body; empty for the body itself
     * @param target what the other protocol is called in errors
     */
    Fields(ObjectNode object, String path, String target) {
        this.object = object;
        this.path = path;
        this.target = target;
    }

    @Nullable
    JsonNode take(String name) {
        taken.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Carries a value over as it is. */
    void copy(String name, ObjectNode into, String as) {
        JsonNode value = take(name);
        if (value != null) {
            into.set(as, value);
        }
    }

    /** A field that changes nothing about the answer, such as a hint to a cache. */
    void hint(String name) {
        taken.add(name);
    }

    /** A field that may only have the value which means nothing. */
    void neutral(String name, String... values) {
        JsonNode value = take(name);
        if (value != null && !List.of(values).contains(value.toString())) {
            throw refuse(name, "has no counterpart in " + target);
        }
    }

    @Nullable
    String text(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw refuse(name, "must be a string");
        }
        return value.textValue();
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw refuse(name, "is missing");
        }
        return text;
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw refuse(name, "must be true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    Fields child(String name) {
        JsonNode value = take(name);
        return value == null ? null : fields(value, at(name));
    }

    Fields requiredChild(String name) {
        Fields child = child(name);
        if (child == null) {
            throw refuse(name, "is missing");
        }
        return child;
    }

    /** The objects of a list; empty where it is absent. */
    List<Fields> children(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw refuse(name, "must be a list");
        }
        List<Fields> children = new ArrayList<>();
        for (JsonNode item : value) {
            children.add(fields(item, at(name) + "[" + children.size() + "]"));
        }
        return children;
    }

    /** The turns of a conversation; there is one at least. */
    List<Fields> messages() {
        List<Fields> messages = children("messages");
        if (messages.isEmpty()) {
            throw refuse("messages", "must be a list with at least one message");
        }
        return messages;
    }

    private Fields fields(JsonNode value, String where) {
        if (value instanceof ObjectNode inner) {
            return new Fields(inner, where, target);
        }
        throw new UntranslatableException(where + " must be an object", where);
    }

    /** Nothing may be left. */
    void done() {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!taken.contains(field.getKey()) && !field.getValue().isNull()) {
                throw refuse(field.getKey(), "has no counterpart in " + target);
            }
        }
    }

    /** What to throw where a field cannot be carried over. */
    UntranslatableException refuse(String name, String why) {
        return new UntranslatableException(at(name) + " " + why, at(name));
    }

    /** What to throw where the whole object cannot be carried over. */
    UntranslatableException refuse(String why) {
        return new UntranslatableException((path.isEmpty() ? "the request" : path) + " " + why, path);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
