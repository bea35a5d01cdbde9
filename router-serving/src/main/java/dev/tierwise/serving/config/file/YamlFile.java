package dev.tierwise.serving.config.file;

import dev.tierwise.core.io.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A file while it is read: what all its sections share.
 *
 * @param places where each path of the file stands, filled while it is read
 */
public record YamlFile(
        Path folder, Map<String, String> environment, Problems problems, Map<String, Optional<Mark>> places) {
    private static final Map<Tag, Scalar.Kind> KINDS = Map.of(
            Tag.INT, Scalar.Kind.WHOLE,
            Tag.FLOAT, Scalar.Kind.NUMBER,
            Tag.BOOL, Scalar.Kind.BOOL,
            Tag.NULL, Scalar.Kind.EMPTY);

    /** The value at a path is wrong. */
    public void problem(String path, String message) {
        problems.add(place(path), message + " at " + path);
    }

    /** The value at a path names something that does not exist. */
    public void unknown(String path, String kind, String name, Collection<String> known) {
        problems.add(place(path), "unknown " + kind + " \"" + name + "\" at " + path, hint(name, known));
    }

    /** What may have been meant by a name that is not known, as a clause that begins with a comma. */
    static String hint(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return ", there is none";
        }
        return Nearest.to(name, known)
                .map(near -> ", did you mean \"" + near + "\"?")
                .orElse(", known are: " + String.join(", ", known));
    }

    private Optional<Mark> place(String path) {
        return places.getOrDefault(path, Optional.empty());
    }

    /** The value at a path; null, and a problem on the list, where it is not of the type. */
    <T> @Nullable T scalar(String path, Node node, Type<T> type) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(node.getStartMark(), path + " is " + kind(node) + ", it must be a single value");
            return null;
        }
        List<String> unset = new ArrayList<>();
        String text = EnvReferences.resolve(scalar.getValue(), environment, unset::add);
        unset.forEach(name -> problems.add(
                node.getStartMark(),
                "environment variable " + name + " is not set, " + path + " refers to it",
                ": set it, or write $${" + name + "} for the text itself"));
        if (!unset.isEmpty()) {
            return null;
        }
        Scalar value = new Scalar(text, EnvReferences.shown(scalar.getValue()), kindOf(scalar), folder);
        return parse(type, value, node.getStartMark(), path);
    }

    /** Reads one value; what is wrong with it is said of the subject. */
    <T> @Nullable T parse(Type<T> type, Scalar value, Optional<Mark> mark, String subject) {
        try {
            return type.parser().apply(value);
        } catch (IllegalArgumentException e) {
            problems.add(mark, subject + " " + e.getMessage());
            return null;
        }
    }

    private static Scalar.Kind kindOf(ScalarNode scalar) {
        if (EnvReferences.refers(scalar.getValue())) {
            return Scalar.Kind.REFERENCE;
        }
        return KINDS.getOrDefault(scalar.getTag(), Scalar.Kind.TEXT);
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static boolean isEmptyList(Node node) {
        return node instanceof SequenceNode list && list.getValue().isEmpty();
    }

    /** What a node is, in an error. */
    static String kind(Node node) {
        return switch (node) {
            case MappingNode ignored -> "a mapping";
            case SequenceNode ignored -> "a list";
            case ScalarNode scalar when !isNull(scalar) -> "a single value";
            default -> "empty";
        };
    }
}
