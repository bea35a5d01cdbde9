package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The smallest instance of a JSON Schema, as far as models are asked for one: objects with their required properties,
 * arrays as short as allowed, the first of enumerations and alternatives, local references. No patterns.
 */
final class SchemaInstance {
    private static final int MAX_DEPTH = 32;

    private final JsonNode root;

    private SchemaInstance(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(JsonNode schema) {
        return new SchemaInstance(schema).instance(schema, 0);
    }

    private JsonNode instance(JsonNode schema, int depth) {
        if (depth > MAX_DEPTH) {
            return NullNode.instance;
        }
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            return instance(root.at(reference.startsWith("#") ? reference.substring(1) : ""), depth + 1);
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").get(0);
        }
        for (String alternatives : List.of("anyOf", "oneOf", "allOf")) {
            if (!schema.path(alternatives).isEmpty()) {
                return instance(schema.path(alternatives).get(0), depth + 1);
            }
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText("object")) {
            case "string" -> string(schema);
            case "integer" -> JsonNodeFactory.instance.numberNode((long) Math.ceil(least(schema)));
            case "number" -> JsonNodeFactory.instance.numberNode(least(schema));
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            case "null" -> NullNode.instance;
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (JsonNode name : schema.path("required")) {
            object.set(name.asText(), instance(schema.path("properties").path(name.asText()), depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = Json.array();
        for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
            array.add(instance(schema.path("items"), depth + 1));
        }
        return array;
    }

    private static JsonNode string(JsonNode schema) {
        String text =
                switch (schema.path("format").asText()) {
                    case "date" -> "2026-01-01";
                    case "date-time" -> "2026-01-01T00:00:00Z";
                    case "email" -> "a@example.com";
                    case "uri" -> "https://example.com";
                    case "uuid" -> "00000000-0000-4000-8000-000000000000";
                    default -> "text";
                };
        int least = schema.path("minLength").asInt(0);
        String longEnough = text.length() < least ? text + "x".repeat(least - text.length()) : text;
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return JsonNodeFactory.instance.textNode(
                longEnough.length() > most ? longEnough.substring(0, most) : longEnough);
    }

    private static double least(JsonNode schema) {
        if (schema.path("exclusiveMinimum").isNumber()) {
            return schema.path("exclusiveMinimum").asDouble() + 1;
        }
        double least = schema.path("minimum").asDouble(0);
        return schema.path("maximum").isNumber()
                ? Math.min(Math.max(least, 0), schema.path("maximum").asDouble())
                : least;
    }
}
