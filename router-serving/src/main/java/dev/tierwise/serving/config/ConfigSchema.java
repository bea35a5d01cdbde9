package dev.tierwise.serving.config;

/** The configuration as a JSON Schema. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** JSON Schema 2020-12, indented, as it stands in {@code docs/config.schema.json}. */
    public static String json() {
        return SchemaSection.schema().toPrettyString();
    }
}
