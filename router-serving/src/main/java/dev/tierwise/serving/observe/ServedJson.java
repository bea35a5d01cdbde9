package dev.tierwise.serving.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.route.PlanJson;
import dev.tierwise.serving.upstream.Attempt;
import dev.tierwise.serving.upstream.Result;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A finished request as a line of the decision log, or of the access log. */
final class ServedJson {
    private static final double NANOS_PER_MILLI = 1e6;

    private ServedJson() {}

    static void decision(JsonGenerator json, Served served, Redactor redactor) throws IOException {
        json.writeStringField("time", served.time().toString());
        json.writeStringField("decision_id", served.decisionId());
        json.writeStringField("endpoint", served.endpoint().label());
        json.writeStringField("client", served.client());
        json.writeBooleanField("stream", served.stream());
        json.writeNumberField("status", served.status());
        json.writeStringField("error", served.errorCode());
        writePlan(json, served);
        writeResult(json, served);
        Json.number(json, "overhead_ms", served.overheadNanos() / NANOS_PER_MILLI);
        Json.number(json, "total_ms", served.totalNanos() / NANOS_PER_MILLI);
        json.writeNumberField("prompt_chars", served.promptChars());
        if (served.prompt() != null) {
            json.writeStringField("prompt", redactor.redact(served.prompt()));
        }
        json.writeNullField("feedback");
    }

    private static void writePlan(JsonGenerator json, Served served) throws IOException {
        Plan plan = served.plan();
        if (plan == null) {
            return;
        }
        json.writeStringField("requested", plan.requested());
        json.writeStringField("reason", plan.reason());
        Plan.Routed routed = plan.routed();
        if (routed == null) {
            return;
        }
        json.writeStringField("router", routed.router());
        json.writeStringField("router_version", routed.version());
        json.writeStringField("features_fingerprint", routed.fingerprint());
        PlanJson.number(json, "win_probability", routed.winProbability());
        PlanJson.number(json, "threshold", routed.threshold());
        // The stages have no dice: what was chosen would always be chosen.
        json.writeNumberField("propensity", 1.0);
        PlanJson.writeSteps(json, routed);
        PlanJson.writeTimings(json, routed);
        if (routed.explanation() != null) {
            PlanJson.writePushes(json, routed.explanation());
        }
    }

    private static void writeResult(JsonGenerator json, Served served) throws IOException {
        Result result = served.result();
        if (result == null) {
            return;
        }
        json.writeStringField("outcome", result.outcome().name().toLowerCase(java.util.Locale.ROOT));
        if (result.model() != null) {
            json.writeStringField("model", result.model().id());
            json.writeStringField(
                    "tier", served.plan() == null ? null : served.plan().tier(result.model()));
        }
        writeAttempts(json, result.attempts());
        Usage usage = result.usage();
        if (usage != null) {
            writeUsage(json, usage);
            json.writeStringField("usage_source", usage.source().name().toLowerCase(java.util.Locale.ROOT));
        }
        Optional<BigDecimal> cost = served.cost();
        if (cost.isPresent()) {
            json.writeNumberField("cost_usd", cost.get());
        } else {
            json.writeNullField("cost_usd");
        }
        if (served.unpriced()) {
            json.writeStringField("alarm", "the model has no price");
        }
        if (result.firstTokenNanos() >= 0) {
            Json.number(json, "first_token_ms", result.firstTokenNanos() / NANOS_PER_MILLI);
        }
    }

    private static void writeAttempts(JsonGenerator json, List<Attempt> attempts) throws IOException {
        json.writeArrayFieldStart("attempts");
        for (Attempt attempt : attempts) {
            json.writeStartObject();
            json.writeStringField("model", attempt.model());
            json.writeStringField("deployment", attempt.deployment());
            json.writeStringField("reason", attempt.reason());
            json.writeStringField("outcome", attempt.outcome());
            json.writeNumberField("status", attempt.status());
            json.writeNumberField("at_ms", attempt.atMillis());
            json.writeNumberField("wait_ms", attempt.waitMillis());
            json.writeNumberField("ms", attempt.millis());
            if (attempt.usage() != null) {
                writeUsage(json, attempt.usage());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeUsage(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", usage.input());
        json.writeNumberField("cached_tokens", usage.cached());
        json.writeNumberField("cache_written_tokens", usage.cacheWritten());
        json.writeNumberField("output_tokens", usage.output());
        json.writeEndObject();
    }

    static void access(JsonGenerator json, Served served) throws IOException {
        json.writeStringField("time", served.time().toString());
        json.writeStringField("level", served.status() >= 500 ? "error" : "info");
        json.writeStringField("decision_id", served.decisionId());
        json.writeStringField("endpoint", served.endpoint().label());
        json.writeStringField("client", served.client());
        json.writeNumberField("status", served.status());
        json.writeStringField("error", served.errorCode());
        Result result = served.result();
        if (result != null) {
            json.writeStringField(
                    "model", result.model() == null ? null : result.model().id());
            json.writeNumberField("attempts", result.attempts().size());
        }
        Json.number(json, "total_ms", served.totalNanos() / NANOS_PER_MILLI);
    }
}
