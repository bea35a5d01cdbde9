package dev.tierwise.serving.config.file;

import dev.tierwise.core.io.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A section over a mapping of a YAML file: reads values, collects problems, remembers what is in effect. */
public final class YamlSection implements Section {
    private final YamlFile file;
    private final String path;
    private final Optional<Mark> place;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Optional<Mark>> keyPlaces = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<List<String>> missing = new ArrayList<>();
    private final Map<String, Object> effective = new LinkedHashMap<>();

    private YamlSection(YamlFile file, String path, @Nullable Node node) {
        this.file = file;
        this.path = path;
        this.place = node == null ? Optional.empty() : node.getStartMark();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::add);
        } else if (node != null && !YamlFile.isNull(node)) {
            file.problems()
                    .add(place, here() + " is " + YamlFile.kind(node) + ", it must be a mapping of keys to values");
        }
    }

    /** Reads a whole file, the unknown keys of its top level included. */
    public static <T> T read(
            YamlFile file, @Nullable Node root, Function<Section, T> reader, Map<String, Object> effective) {
        YamlSection section = new YamlSection(file, "", root);
        T value = section.finish(reader);
        effective.putAll(section.effective);
        return value;
    }

    private void add(NodeTuple entry) {
        Optional<Mark> mark = entry.getKeyNode().getStartMark();
        if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
            file.problems().add(mark, here() + " has a key that is not a name");
            return;
        }
        String key = EnvReferences.shown(scalar.getValue());
        Optional<Mark> before = keyPlaces.putIfAbsent(key, mark);
        if (before != null) {
            file.problems()
                    .add(
                            mark,
                            "key \"" + key + "\"" + at() + " is there twice",
                            before.map(first -> ", first on line " + (first.getLine() + 1))
                                    .orElse(""));
            return;
        }
        entries.put(key, entry.getValueNode());
        file.places().put(child(key), entry.getValueNode().getStartMark());
    }

    private <T extends @Nullable Object> T finish(Function<Section, T> reader) {
        T value = reader.apply(this);
        List<String> unknown =
                entries.keySet().stream().filter(key -> !known.contains(key)).toList();
        for (String key : unknown) {
            file.problems()
                    .add(
                            keyPlaces.getOrDefault(key, Optional.empty()),
                            "unknown key \"" + key + "\"" + at(),
                            YamlFile.hint(key, known));
        }
        // A mistyped key is not reported as missing, too.
        Set<String> meant =
                unknown.stream().flatMap(key -> Nearest.to(key, known).stream()).collect(Collectors.toSet());
        missing.stream()
                .filter(keys -> keys.stream().noneMatch(meant::contains))
                .forEach(keys -> file.problems()
                        .add(place, (keys.size() == 1 ? "key " : "one of ") + quoted(keys) + " is missing" + at()));
        return value;
    }

    @Override
    public <T> T get(String key, Type<T> type, T defaultValue, String doc) {
        T value = optional(key, type, doc);
        if (value == null) {
            effective.put(key, type.printer().apply(defaultValue));
            return defaultValue;
        }
        return value;
    }

    @Override
    public <T> T required(String key, Type<T> type, String doc) {
        T value = optional(key, type, doc);
        if (value == null) {
            if (!entries.containsKey(key)) {
                missing.add(List.of(key));
            }
            return type.blank();
        }
        return value;
    }

    @Override
    public <T> @Nullable T optional(String key, Type<T> type, String doc) {
        Node node = take(key);
        T value = node == null ? null : file.scalar(child(key), node, type);
        if (value != null) {
            effective.put(key, type.printer().apply(value));
        }
        return value;
    }

    @Override
    public <T> List<T> list(String key, Type<T> type, String doc) {
        List<T> values = optionalList(key, type, doc);
        return values == null ? List.of() : values;
    }

    @Override
    public <T> @Nullable List<T> optionalList(String key, Type<T> type, String doc) {
        Node node = take(key);
        if (node == null || YamlFile.isNull(node)) {
            return null;
        }
        List<T> values = new ArrayList<>();
        List<Node> items = items(key, node);
        for (int i = 0; i < items.size(); i++) {
            T value = file.scalar(child(key) + "[" + i + "]", items.get(i), type);
            if (value != null) {
                values.add(value);
            }
        }
        effective.put(key, values.stream().map(type.printer()).toList());
        return values;
    }

    @Override
    public <T> Map<String, T> values(String key, Type<String> names, Type<T> type, String doc) {
        Map<String, T> values = new LinkedHashMap<>();
        YamlSection child = child(key, take(key));
        child.checkNames(names);
        for (Map.Entry<String, Node> entry : child.entries.entrySet()) {
            T value = file.scalar(child.child(entry.getKey()), entry.getValue(), type);
            if (value != null) {
                values.put(entry.getKey(), value);
                child.effective.put(entry.getKey(), type.printer().apply(value));
            }
        }
        effective.put(key, child.effective);
        return values;
    }

    @Override
    public <T> T section(String key, String doc, Function<Section, T> reader) {
        YamlSection child = child(key, take(key));
        effective.put(key, child.effective);
        return child.finish(reader);
    }

    @Override
    public <T> T override(String key, T base, Function<Section, T> reader) {
        T own = optionalSection(key, "", reader);
        return own == null ? base : own;
    }

    @Override
    public <T> @Nullable T optionalSection(String key, String doc, Function<Section, T> reader) {
        Node node = take(key);
        return node == null || YamlFile.isNull(node) ? null : section(key, doc, reader);
    }

    @Override
    public <T> List<T> sections(String key, String doc, Function<Section, @Nullable T> reader) {
        Node node = take(key);
        List<T> values = new ArrayList<>();
        List<Object> shown = new ArrayList<>();
        List<Node> items = node == null ? List.of() : items(key, node);
        for (int i = 0; i < items.size(); i++) {
            YamlSection child = child(key + "[" + i + "]", items.get(i));
            T value = child.finish(reader);
            if (value != null) {
                values.add(value);
            }
            shown.add(child.effective);
        }
        if (node != null) {
            effective.put(key, shown);
        }
        return values;
    }

    @Override
    public <T> Map<String, T> sections(
            String key, Type<String> names, String doc, BiFunction<String, Section, T> reader) {
        YamlSection parent = child(key, take(key));
        Map<String, T> values = new LinkedHashMap<>();
        parent.checkNames(names);
        parent.entries.forEach((name, node) -> {
            YamlSection child = parent.child(name, node);
            values.put(name, child.finish(section -> reader.apply(name, section)));
            parent.effective.put(name, child.effective);
        });
        effective.put(key, parent.effective);
        return values;
    }

    @Override
    public void notEmpty(String... keys) {
        for (String key : keys) {
            Node node = entries.get(key);
            if (node != null && (YamlFile.isNull(node) || YamlFile.isEmptyList(node))) {
                file.problems()
                        .add(
                                node.getStartMark(),
                                child(key) + " is empty",
                                ": name at least one, or leave the key out");
            }
        }
    }

    @Override
    public void atLeastOne(String... keys) {
        if (Arrays.stream(keys).noneMatch(entries::containsKey)) {
            missing.add(List.of(keys));
        }
    }

    @Override
    public void exactlyOne(String... keys) {
        atLeastOne(keys);
        atMostOne(keys);
    }

    @Override
    public void atMostOne(String... keys) {
        List<String> there = Arrays.stream(keys).filter(entries::containsKey).toList();
        if (there.size() > 1) {
            file.problems()
                    .add(
                            keyPlaces.getOrDefault(there.get(1), place),
                            quoted(there) + at() + " exclude each other: keep one");
        }
    }

    @Override
    public void together(String... keys) {
        if (Arrays.stream(keys).anyMatch(entries::containsKey)) {
            Arrays.stream(keys).filter(key -> !entries.containsKey(key)).forEach(key -> missing.add(List.of(key)));
        }
    }

    @Override
    public void needs(String key, String... others) {
        if (entries.containsKey(key)) {
            Arrays.stream(others)
                    .filter(other -> !entries.containsKey(other))
                    .forEach(other -> missing.add(List.of(other)));
        }
    }

    @Override
    public void unknown(String key, String kind, String name, Collection<String> names) {
        file.unknown(child(key), kind, name, names);
    }

    private void checkNames(Type<String> names) {
        entries.keySet()
                .forEach(name -> file.parse(
                        names,
                        new Scalar(name, name, Scalar.Kind.TEXT, file.folder()),
                        keyPlaces.getOrDefault(name, Optional.empty()),
                        "a name" + at()));
    }

    private @Nullable Node take(String key) {
        known.add(key);
        return entries.get(key);
    }

    private YamlSection child(String key, @Nullable Node node) {
        return new YamlSection(file, child(key), node);
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private List<Node> items(String key, Node node) {
        if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                file.places()
                        .put(
                                child(key) + "[" + i + "]",
                                sequence.getValue().get(i).getStartMark());
            }
            return sequence.getValue();
        }
        if (!YamlFile.isNull(node)) {
            file.problems().add(node.getStartMark(), child(key) + " is " + YamlFile.kind(node) + ", it must be a list");
        }
        return List.of();
    }

    private String here() {
        return path.isEmpty() ? "the file" : path;
    }

    private String at() {
        return path.isEmpty() ? "" : " at " + path;
    }

    private static String quoted(List<String> keys) {
        return keys.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(" and "));
    }
}
