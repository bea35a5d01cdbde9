package dev.tierwise.serving.config.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A section that answers with the defaults and writes down what it was asked, as JSON Schema and as reference rows. */
public final class SchemaSection implements Section {
    /**
     * One key of the reference table.
     *
     * @param path such as {@code providers.NAME.base_url}
     * @param fallback the default as YAML, {@code required}, or empty where the key may be left out
     */
    public record Row(String path, String type, String fallback, String doc) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode schema;
    private final ObjectNode properties;
    private final String path;
    private final List<Row> rows;

    private SchemaSection(ObjectNode schema, String path, List<Row> rows) {
        this.schema = schema;
        this.path = path;
        this.rows = rows;
        if (!schema.has("type")) {
            schema.put("type", "object");
        }
        properties = schema.putObject("properties");
        schema.put("additionalProperties", false);
    }

    /** The schema of what a reader asks of a whole file (JSON Schema 2020-12). */
    public static ObjectNode schema(String title, Function<Section, ?> reader) {
        ObjectNode root = JSON.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", title);
        root.set("type", JSON.arrayNode().add("object").add("null"));
        describe(new SchemaSection(root, "", new ArrayList<>()), reader);
        ObjectNode reference = root.putObject("$defs").putObject("reference");
        reference.put("description", "A reference to the environment, resolved when the file is loaded.");
        reference.put("type", "string").put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}");
        return root;
    }

    /** All keys that a reader asks for, in its order. */
    public static List<Row> rows(Function<Section, ?> reader) {
        List<Row> rows = new ArrayList<>();
        describe(new SchemaSection(JSON.objectNode(), "", rows), reader);
        return rows;
    }

    /** What the reader makes of the defaults is of no interest here. */
    private static <T extends @Nullable Object> void describe(SchemaSection section, Function<Section, T> reader) {
        var _ = reader.apply(section);
    }

    @Override
    public <T> T get(String key, Type<T> type, T defaultValue, String doc) {
        Object shown = type.printer().apply(defaultValue);
        ObjectNode property = property(key, type, doc);
        property.putPOJO("default", shown);
        rows.add(new Row(child(key), type.label(), "`" + shown + "`", doc));
        return defaultValue;
    }

    @Override
    public <T> T required(String key, Type<T> type, String doc) {
        property(key, type, doc);
        schema.withArray("required").add(key);
        rows.add(new Row(child(key), type.label(), "required", doc));
        return type.blank();
    }

    @Override
    public <T> @Nullable T optional(String key, Type<T> type, String doc) {
        property(key, type, doc);
        rows.add(new Row(child(key), type.label(), "", doc));
        return null;
    }

    @Override
    public <T> List<T> list(String key, Type<T> type, String doc) {
        container(key, "array", doc).set("items", value(type));
        rows.add(new Row(child(key), "list of " + type.label(), "", doc));
        return List.of();
    }

    @Override
    public <T> @Nullable List<T> optionalList(String key, Type<T> type, String doc) {
        return list(key, type, doc);
    }

    @Override
    public <T> Map<String, T> values(String key, Type<String> names, Type<T> type, String doc) {
        ObjectNode mapping = container(key, "object", doc);
        mapping.set("propertyNames", names.schema());
        mapping.set("additionalProperties", value(type));
        rows.add(new Row(child(key), "mapping to " + type.label(), "", doc));
        return Map.of();
    }

    @Override
    public <T> T section(String key, String doc, Function<Section, T> reader) {
        rows.add(new Row(child(key), "", "", doc));
        return reader.apply(new SchemaSection(container(key, "object", doc), child(key), rows));
    }

    @Override
    public <T> T override(String key, T base, Function<Section, T> reader) {
        String doc = "Takes precedence over `" + key + "` at the top, key by key.";
        rows.add(new Row(child(key), "", "", doc));
        describe(new SchemaSection(container(key, "object", doc), child(key), new ArrayList<>()), reader);
        dropDefaults(properties.withObject(key));
        return base;
    }

    @Override
    public <T> @Nullable T optionalSection(String key, String doc, Function<Section, T> reader) {
        return section(key, doc, reader);
    }

    @Override
    public <T> List<T> sections(String key, String doc, Function<Section, @Nullable T> reader) {
        rows.add(new Row(child(key), "list", "", doc));
        ObjectNode items = container(key, "array", doc).putObject("items");
        describe(new SchemaSection(items, child(key) + "[]", rows), reader);
        return List.of();
    }

    @Override
    public <T> Map<String, T> sections(
            String key, Type<String> names, String doc, BiFunction<String, Section, T> reader) {
        rows.add(new Row(child(key), "mapping", "", doc));
        ObjectNode mapping = container(key, "object", doc);
        mapping.set("propertyNames", names.schema());
        ObjectNode entry = mapping.putObject("additionalProperties");
        describe(new SchemaSection(entry, child(key) + ".NAME", rows), section -> reader.apply("NAME", section));
        return Map.of();
    }

    @Override
    public void notEmpty(String... keys) {
        ObjectNode lists = rules().addObject().putObject("properties");
        for (String key : keys) {
            lists.putObject(key).put("type", "array").put("minItems", 1);
        }
    }

    @Override
    public void atLeastOne(String... keys) {
        alternatives("anyOf", keys);
    }

    @Override
    public void exactlyOne(String... keys) {
        alternatives("oneOf", keys);
    }

    private void alternatives(String rule, String... keys) {
        ArrayNode alternatives = rules().addObject().putArray(rule);
        Arrays.stream(keys)
                .forEach(key -> alternatives.addObject().putArray("required").add(key));
    }

    @Override
    public void atMostOne(String... keys) {
        ArrayNode both = rules().addObject().putObject("not").putArray("required");
        Arrays.stream(keys).forEach(both::add);
    }

    @Override
    public void together(String... keys) {
        ObjectNode needs = schema.withObject("dependentRequired");
        for (String key : keys) {
            Arrays.stream(keys).filter(other -> !other.equals(key)).forEach(needs.withArray(key)::add);
        }
    }

    @Override
    public void needs(String key, String... others) {
        Arrays.stream(others).forEach(schema.withObject("dependentRequired").withArray(key)::add);
    }

    @Override
    public void unknown(String key, String kind, String name, Collection<String> known) {
        throw new IllegalStateException("a description has no values, yet " + child(key) + " names " + name);
    }

    private <T> ObjectNode property(String key, Type<T> type, String doc) {
        ObjectNode property = value(type);
        property.put("description", doc);
        properties.set(key, property);
        return property;
    }

    private ObjectNode container(String key, String type, String doc) {
        ObjectNode container = properties.putObject(key);
        container.put("description", doc);
        container.set("type", JSON.arrayNode().add(type).add("null"));
        return container;
    }

    private static <T> ObjectNode value(Type<T> type) {
        ObjectNode value = JSON.objectNode();
        value.putArray("anyOf").add(type.schema().deepCopy()).addObject().put("$ref", "#/$defs/reference");
        return value;
    }

    /** A model inherits what it does not say, so that no default can be told. */
    private static void dropDefaults(ObjectNode section) {
        section.withObject("properties").forEach(property -> ((ObjectNode) property).remove("default"));
    }

    private ArrayNode rules() {
        return schema.withArray("allOf");
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
