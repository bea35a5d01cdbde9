package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.attempt.Arithmetic;
import dev.tierwise.core.strategy.attempt.Candour;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Confidence;
import dev.tierwise.core.strategy.attempt.Judge;
import dev.tierwise.core.strategy.attempt.Length;
import dev.tierwise.core.strategy.attempt.Shape;
import dev.tierwise.serving.check.SchemaCheck;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A check as the file says it: exactly one of its kinds. */
record CheckConfig(Check build, @Nullable String judge) {
    static @Nullable CheckConfig read(Section section) {
        section.exactlyOne("length", "pattern", "candour", "arithmetic", "confidence", "json_schema", "judge", "own");
        Length length = section.optionalSection(
                "length",
                "Neither too short nor too long, and not cut off.",
                part -> new Length(
                        part.get("min", Quantities.integer(0, Integer.MAX_VALUE), 1, "Fewest characters."),
                        part.get("max", Quantities.COUNT, Integer.MAX_VALUE, "Most of them.")));
        Pattern pattern =
                section.optional("pattern", Types.PATTERN, "A regular expression that is found in the answer.");
        Boolean candour = section.optional(
                "candour", Types.BOOL, "Neither a refusal nor a hedge, by English phrases models use for them.");
        Boolean arithmetic = section.optional("arithmetic", Types.BOOL, "The sums the answer shows are right.");
        Double confidence = section.optional(
                "confidence",
                Quantities.LOG_PROBABILITY,
                "Lowest mean log-probability of the tokens; says nothing where the answer has none.");
        Boolean schema = section.optional(
                "json_schema",
                Types.BOOL,
                "The answer keeps the JSON Schema the request asks for; JSON where it asks" + " for none.");
        Judge judge = section.optionalSection("judge", "Another model says yes.", part -> {
            String model = part.required("model", Types.TEXT, "Who judges; it is paid for, too.");
            String instruction = part.optional(
                    "instruction",
                    Types.TEXT,
                    "What it is told, in place of a question for yes or no; `{question}` and `{answer}` stand for"
                            + " the two.");
            return new Judge(model, instruction == null ? Judge.USUAL : instruction);
        });
        String own = section.optional(
                "own",
                Types.TEXT,
                "Name of a `dev.tierwise.core.strategy.attempt.Check` of your own, found by Java's ServiceLoader.");
        if (length != null) {
            return new CheckConfig(length, null);
        }
        if (pattern != null) {
            return new CheckConfig(new Shape(pattern), null);
        }
        if (confidence != null) {
            return new CheckConfig(new Confidence(confidence), null);
        }
        if (Boolean.TRUE.equals(arithmetic)) {
            return new CheckConfig(new Arithmetic(), null);
        }
        if (Boolean.TRUE.equals(schema)) {
            return new CheckConfig(new SchemaCheck(), null);
        }
        if (judge != null) {
            return new CheckConfig(judge, judge.model());
        }
        return own != null
                ? own(section, own)
                : Boolean.TRUE.equals(candour) ? new CheckConfig(new Candour(), null) : null;
    }

    private static @Nullable CheckConfig own(Section section, String name) {
        var found = ServiceLoader.load(Check.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toMap(Check::name, check -> check));
        Check check = found.get(name);
        if (check == null) {
            section.unknown("own", "check", name, found.keySet());
            return null;
        }
        return new CheckConfig(check, null);
    }
}
