package dev.tierwise.serving.observe;

import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.config.Telemetry;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.upstream.Attempt;
import dev.tierwise.serving.upstream.Result;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spans over OTLP: one per request and one per call to a provider, under the client's own trace where it sent
 * {@code traceparent}. Spans are made when the request is over, from what the decision log gets, and sent by a thread of
 * the SDK from a bounded queue. Names are those of OpenTelemetry's GenAI conventions. Thread-safe.
 */
public final class Traces implements AutoCloseable {
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Traces(String endpoint, Telemetry config) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint((endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint)
                        + "/v1/traces");
        for (Map.Entry<String, Secret> header : config.headers().entrySet()) {
            exporter.addHeader(header.getKey(), header.getValue().reveal());
        }
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", config.serviceName())
                        .build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sample())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
                .build();
        tracer = provider.get("dev.tierwise.serving");
    }

    /** Empty where the configuration names no collector. */
    public static Optional<Traces> of(Telemetry config) {
        return Optional.ofNullable(config.otlpEndpoint()).map(endpoint -> new Traces(endpoint, config));
    }

    /**
     * Takes a finished request; returns at once.
     *
     * @param traceparent the client's header, where it sent one
     */
    public void record(Served served, @Nullable String traceparent) {
        Context parent = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), traceparent == null ? Map.of() : Map.of("traceparent", traceparent), GETTER);
        SpanBuilder builder = tracer.spanBuilder(served.endpoint().label())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(served.time())
                .setAttribute("gen_ai.operation.name", served.endpoint().label())
                .setAttribute("http.response.status_code", (long) served.status())
                .setAttribute("tierwise.decision_id", served.decisionId());
        Span span = builder.startSpan();
        describe(span, served);
        if (served.result() != null) {
            calls(span, served.time(), served.result().attempts());
        }
        if (served.status() >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(served.time().plusNanos(served.totalNanos()));
    }

    private static void describe(Span span, Served served) {
        Plan plan = served.plan();
        if (plan != null && plan.routed() != null) {
            span.setAttribute("tierwise.router", plan.routed().router());
            plan.routed().threshold().ifPresent(at -> span.setAttribute("tierwise.threshold", at));
            plan.routed().winProbability().ifPresent(win -> span.setAttribute("tierwise.win_probability", win));
        }
        Result result = served.result();
        if (result == null) {
            return;
        }
        if (result.model() != null) {
            span.setAttribute("gen_ai.response.model", result.model().id());
        }
        Usage usage = result.usage();
        if (usage != null) {
            span.setAttribute(AttributeKey.longKey("gen_ai.usage.input_tokens"), usage.input());
            span.setAttribute(AttributeKey.longKey("gen_ai.usage.output_tokens"), usage.output());
        }
    }

    private void calls(Span request, Instant begin, List<Attempt> attempts) {
        Instant at = begin;
        for (Attempt attempt : attempts) {
            at = at.plusMillis(attempt.waitMillis());
            Span call = tracer.spanBuilder("call " + attempt.model())
                    .setParent(Context.root().with(request))
                    .setSpanKind(SpanKind.CLIENT)
                    .setStartTimestamp(at)
                    .setAttribute("tierwise.deployment", attempt.deployment())
                    .setAttribute("tierwise.outcome", attempt.outcome())
                    .startSpan();
            at = at.plusMillis(attempt.millis());
            call.end(at);
        }
    }

    /** Sends what is queued. */
    @Override
    public void close() {
        provider.close();
    }
}
