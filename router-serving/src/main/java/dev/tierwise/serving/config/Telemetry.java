package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go.
 *
 * @param otlpEndpoint an OTLP collector's HTTP address, null where no traces are sent
 * @param headers sent to the collector; may hold secrets
 * @param sample share of requests traced, in 0..1
 */
public record Telemetry(@Nullable String otlpEndpoint, Map<String, Secret> headers, String serviceName, double sample) {
    public Telemetry {
        headers = Map.copyOf(headers);
    }

    static Telemetry read(Section section) {
        return new Telemetry(
                section.optional(
                        "otlp_endpoint",
                        Types.URL,
                        "Address of an OTLP/HTTP collector, such as `http://127.0.0.1:4318`; no traces where left out."),
                section.values("headers", Types.HEADER, Types.SECRET, "Headers sent to the collector."),
                section.get("service_name", Types.TEXT, "tierwise", "The name traces carry."),
                section.get(
                        "sample",
                        Quantities.SHARE,
                        1.0,
                        "Share of requests traced, of those that bring no `traceparent`; a client's own says whether its request is."));
    }
}
