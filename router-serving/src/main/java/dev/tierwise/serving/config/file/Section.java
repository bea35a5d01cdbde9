package dev.tierwise.serving.config.file;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file, read key by key. Each call both declares a key (name, type, default, what it is for) and
 * reads it, so that the loader, the JSON Schema and the reference table come from one place and cannot disagree: a
 * section over YAML answers with values and collects problems, a section that describes answers with the defaults and
 * writes down what it was asked.
 */
public interface Section {
    /** The value, or the default where the key is absent or its value is a problem. */
    <T> T get(String key, Type<T> type, T defaultValue, String doc);

    /** The value, or the type's blank where the key is absent or its value is a problem, which is then on the list. */
    <T> T required(String key, Type<T> type, String doc);

    /** The value, or null where the key is absent. */
    <T> @Nullable T optional(String key, Type<T> type, String doc);

    /** A list of values, empty where the key is absent. */
    <T> List<T> list(String key, Type<T> type, String doc);

    /** A list of values, or null where the key is absent. */
    <T> @Nullable List<T> optionalList(String key, Type<T> type, String doc);

    /** A mapping of free names to values, empty where the key is absent. */
    <T> Map<String, T> values(String key, Type<String> names, Type<T> type, String doc);

    /** A mapping of fixed keys; all its keys are absent where it is. */
    <T> T section(String key, String doc, Function<Section, T> reader);

    /** A mapping that takes precedence over the section of the same name at the top of the file. */
    <T> T override(String key, T base, Function<Section, T> reader);

    /** A mapping of fixed keys that may be left out. */
    <T> @Nullable T optionalSection(String key, String doc, Function<Section, T> reader);

    /** A list of mappings; what the reader answers null to is left out. */
    <T> List<T> sections(String key, String doc, Function<Section, @Nullable T> reader);

    /** A mapping of free names to mappings, in the order of the file. */
    <T> Map<String, T> sections(String key, Type<String> names, String doc, BiFunction<String, Section, T> reader);

    /** What these lists hold must be something: one that is there and empty would be read as one left out. */
    void notEmpty(String... keys);

    /** At least one of the keys must be there. */
    void atLeastOne(String... keys);

    /** Exactly one of the keys must be there. */
    void exactlyOne(String... keys);

    /** At most one of the keys may be there. */
    void atMostOne(String... keys);

    /** Either all of the keys or none. */
    void together(String... keys);

    /** Where the key is there, the others must be, too. */
    void needs(String key, String... others);

    /** The value of a key of this section names something that does not exist. */
    void unknown(String key, String kind, String name, Collection<String> known);
}
