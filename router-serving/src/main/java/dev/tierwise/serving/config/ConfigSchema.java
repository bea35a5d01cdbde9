package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.SchemaSection;
import java.util.List;

/** The configuration as a JSON Schema. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** JSON Schema 2020-12, indented, as it stands in {@code docs/config.schema.json}. */
    public static String json() {
        return SchemaSection.schema("Tierwise serving configuration", Config::read)
                .toPrettyString();
    }

    /** All keys, as the reference in {@code docs/config.md} lists them. */
    static List<SchemaSection.Row> rows() {
        return SchemaSection.rows(Config::read);
    }
}
