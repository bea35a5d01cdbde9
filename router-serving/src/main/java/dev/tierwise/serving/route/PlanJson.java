package dev.tierwise.serving.route;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.explain.Explanation;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Step;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.config.Model;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;

/** A plan explained: the same words in {@code /v1/route}, in the decision log and in {@code route --config}. */
public final class PlanJson {
    private PlanJson() {}

    /** Writes the members of an object. */
    public static void write(JsonGenerator json, Plan plan) throws IOException {
        Model first = plan.candidates().getFirst();
        json.writeStringField("requested", plan.requested());
        Plan.Routed routed = plan.routed();
        json.writeStringField("router", routed == null ? null : routed.router());
        json.writeStringField("router_version", routed == null ? null : routed.version());
        json.writeStringField("tier", plan.tier(first));
        json.writeStringField("model", first.id());
        json.writeArrayFieldStart("candidates");
        for (Model candidate : plan.candidates()) {
            json.writeString(candidate.id());
        }
        json.writeEndArray();
        number(json, "win_probability", routed == null ? OptionalDouble.empty() : routed.winProbability());
        number(json, "threshold", routed == null ? OptionalDouble.empty() : routed.threshold());
        json.writeStringField("reason", plan.reason());
        if (routed == null) {
            return;
        }
        json.writeArrayFieldStart("ranked");
        for (Candidate candidate : routed.decision().ranked()) {
            json.writeStartObject();
            json.writeStringField("tier", candidate.tier());
            json.writeStringField("model", candidate.model());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeSteps(json, routed);
        writeTimings(json, routed);
        if (routed.explanation() != null) {
            json.writeFieldName("explanation");
            writeValue(json, routed.explanation().asMap());
        }
    }

    /** How the first candidate is asked, and what each stage said. */
    public static void writeSteps(JsonGenerator json, Plan.Routed routed) throws IOException {
        json.writeStringField("course", routed.decision().course().label());
        json.writeArrayFieldStart("steps");
        for (Step step : routed.decision().steps()) {
            writeStep(json, step);
        }
        json.writeEndArray();
    }

    private static void writeStep(JsonGenerator json, Step step) throws IOException {
        json.writeStartObject();
        json.writeStringField("stage", step.stage());
        json.writeStringField("reason", step.reason());
        if (!step.removed().isEmpty()) {
            json.writeArrayFieldStart("removed");
            for (Step.Removed gone : step.removed()) {
                json.writeStartObject();
                json.writeStringField("model", gone.model());
                json.writeStringField("why", gone.why());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!step.order().isEmpty()) {
            json.writeArrayFieldStart("order");
            for (String model : step.order()) {
                json.writeString(model);
            }
            json.writeEndArray();
        }
        if (!step.looked().isEmpty()) {
            json.writeFieldName("looked");
            writeValue(json, step.looked());
        }
        json.writeEndObject();
    }

    /** What pushed the score, without the words of the prompt. */
    public static void writePushes(JsonGenerator json, Explanation explanation) throws IOException {
        Map<String, Object> shown = explanation.asMap();
        shown.remove("words");
        json.writeFieldName("explanation");
        writeValue(json, shown);
    }

    /** What the decision took, in microseconds. */
    public static void writeTimings(JsonGenerator json, Plan.Routed routed) throws IOException {
        Timings timings = routed.decision().timings();
        json.writeObjectFieldStart("timings_us");
        Json.number(json, "encode", timings.encode());
        Json.number(json, "features", timings.features());
        Json.number(json, "score", timings.score());
        Json.number(json, "decision", routed.decision().micros());
        json.writeEndObject();
    }

    /** A number, or null. */
    public static void number(JsonGenerator json, String name, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsDouble());
        } else {
            json.writeNullField(name);
        }
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    writeValue(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    writeValue(json, item);
                }
                json.writeEndArray();
            }
            case Number number -> json.writeNumber(number.doubleValue());
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }
}
