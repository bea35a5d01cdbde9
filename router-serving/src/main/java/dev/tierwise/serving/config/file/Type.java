package dev.tierwise.serving.config.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * What a single value must be.
 *
 * @param label what the reference table calls it
 * @param schema what JSON Schema calls it; a reference to the environment is allowed beside it
 * @param blank stands in for a value that is missing or wrong, once that is on the list of problems
 * @param parser answers the value, or throws IllegalArgumentException with what is wrong: a clause that goes on from
 *     the name of the key and repeats nothing that may be secret
 * @param printer how the effective configuration shows a value: text, number or truth value
 */
record Type<T>(String label, ObjectNode schema, T blank, Function<Scalar, T> parser, Function<T, Object> printer) {
    Type(String label, ObjectNode schema, T blank, Function<Scalar, T> parser) {
        this(label, schema, blank, parser, value -> value);
    }
}
