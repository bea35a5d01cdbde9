package dev.tierwise.serving.litellm;

import dev.tierwise.core.io.BadInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A mapping of the file, taken key by key, so that what nobody took can be named. */
final class Source {
    private final String path;
    private final int line;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();
    private final Notes notes;

    private Source(String path, @Nullable Node node, Notes notes) {
        this.path = path;
        this.notes = notes;
        this.line = node == null ? 1 : line(node);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    entries.put(key.getValue(), entry.getValueNode());
                }
            }
        } else if (node != null && !node.getTag().equals(Tag.NULL)) {
            notes.add(line, path + " is not a mapping and was left out");
        }
    }

    /** @throws BadInputException where the text is not YAML */
    static Source parse(String yaml, String file, Notes notes) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new CoreSchema()).build();
            return new Source("", new Compose(settings).composeString(yaml).orElse(null), notes);
        } catch (YamlEngineException e) {
            throw new BadInputException(file + " is not YAML: " + e.getMessage(), e);
        }
    }

    int line() {
        return line;
    }

    String path() {
        return path;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Source child(String key) {
        taken.add(key);
        return new Source(at(key), entries.get(key), notes);
    }

    List<Source> children(String key) {
        taken.add(key);
        List<Source> children = new ArrayList<>();
        for (Node item : items(key)) {
            children.add(new Source(at(key) + "[" + children.size() + "]", item, notes));
        }
        return children;
    }

    List<String> texts(String key) {
        taken.add(key);
        return items(key).stream()
                .filter(ScalarNode.class::isInstance)
                .map(item -> ((ScalarNode) item).getValue())
                .toList();
    }

    private List<Node> items(String key) {
        return switch (entries.get(key)) {
            case SequenceNode list -> list.getValue();
            case ScalarNode one when !one.getTag().equals(Tag.NULL) -> List.of(one);
            case null, default -> List.of();
        };
    }

    /** A single value; null, and a note, where several stand in its place. */
    @Nullable
    String text(String key) {
        taken.add(key);
        Node node = entries.get(key);
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
        }
        if (node != null) {
            lost(key, "is not a single value, and was left out");
        }
        return null;
    }

    @Nullable
    BigDecimal number(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            lost(key, "is not a number");
            return null;
        }
    }

    @Nullable
    Integer count(String key) {
        BigDecimal number = number(key);
        if (number == null) {
            return null;
        }
        int count = number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
        if (count < 0) {
            lost(key, "is negative");
        }
        return count < 0 ? null : count;
    }

    @Nullable
    Boolean flag(String key) {
        String text = text(key);
        return text == null ? null : text.equalsIgnoreCase("true");
    }

    /** A key that was seen and has no counterpart, with why or what to do. */
    void lost(String key, String why) {
        taken.add(key);
        Node node = entries.get(key);
        notes.add(node == null ? line : line(node), at(key) + " " + why);
    }

    void lostIfThere(String key, String why) {
        if (has(key)) {
            lost(key, why);
        }
    }

    /** Names every key that nobody took. */
    void rest() {
        List.copyOf(entries.keySet()).stream()
                .filter(key -> !taken.contains(key))
                .forEach(key -> lost(key, "was not carried over"));
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
