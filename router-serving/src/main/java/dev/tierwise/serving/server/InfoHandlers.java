package dev.tierwise.serving.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.route.PlanJson;
import dev.tierwise.serving.route.Wishes;
import dev.tierwise.serving.upstream.Deployments.Standing;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** The endpoints that ask no provider: models, a decision explained, health, metrics. Thread-safe. */
final class InfoHandlers {
    private final Parts parts;

    InfoHandlers(Parts parts) {
        this.parts = parts;
    }

    /** {@code GET /v1/models}, in the shape of both protocols. */
    void models(Context context) throws IOException {
        List<String> names = names(context);
        send(context, 200, Json.object(json -> {
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (String name : names) {
                json.writeStartObject();
                writeModel(json, name);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", false);
            json.writeStringField("first_id", names.isEmpty() ? null : names.getFirst());
            json.writeStringField("last_id", names.isEmpty() ? null : names.getLast());
        }));
    }

    /** {@code GET /v1/models/ID}. */
    void model(Context context) throws IOException {
        String name = context.pathParam("id");
        List<String> names = names(context);
        if (!names.contains(name)) {
            throw ApiException.noSuchModel("There is no such model here. There are: " + String.join(", ", names) + ".");
        }
        send(context, 200, Json.object(json -> writeModel(json, name)));
    }

    private List<String> names(Context context) {
        Setup setup = parts.live().current();
        return setup.routing().names(setup.auth().client(context.req()));
    }

    private static void writeModel(JsonGenerator json, String name) throws IOException {
        json.writeStringField("id", name);
        json.writeStringField("object", "model");
        json.writeStringField("type", "model");
        json.writeStringField("display_name", name);
        json.writeNumberField("created", 0);
        json.writeStringField("created_at", "1970-01-01T00:00:00Z");
        json.writeStringField("owned_by", "tierwise");
    }

    /** {@code POST /v1/route}: a chat body in, the decision explained; with {@code ?explain} also what pushed its score. */
    void route(Context context) throws IOException, InterruptedException {
        try (Admission.Place _ = parts.admission().enter();
                BodyMemory.Share memory = parts.bodyMemory().share()) {
            ClientKey key = parts.live().current().auth().client(context.req());
            RequestView view = RequestView.parse(
                    Endpoint.CHAT,
                    parts.bodies().read(context.req(), memory),
                    parts.limits().maxDepth());
            Wishes said = AnswerHeaders.wishes(context.req()).asDry();
            Wishes wishes = context.queryParamMap().containsKey("explain") ? said.explained() : said;
            Plan plan = parts.live().decide(setup -> setup.routing().plan(view, key, wishes));
            send(context, 200, Json.object(json -> {
                json.writeStringField("id", DecisionIds.next());
                PlanJson.write(json, plan);
            }));
        }
    }

    /** The process answers. */
    void live(Context context) throws IOException {
        send(context, 200, Json.object(json -> json.writeStringField("status", "live")));
    }

    /** Traffic is welcome. */
    void ready(Context context) throws IOException {
        parts.live().current().auth().requireLocal(context.req());
        boolean draining = parts.admission().draining();
        List<Standing> standings = parts.live().current().deployments().standings();
        send(context, draining ? 503 : 200, Json.object(json -> {
            json.writeStringField("status", draining ? "draining" : "ready");
            json.writeObjectFieldStart("circuits");
            for (Standing standing : standings) {
                json.writeStringField(standing.deployment(), standing.circuit());
            }
            json.writeEndObject();
            writeLimits(json, standings);
        }));
    }

    /** What deployments with known limits took in the last minute, and may take. */
    private static void writeLimits(JsonGenerator json, List<Standing> standings) throws IOException {
        json.writeObjectFieldStart("limits");
        for (Standing standing : standings) {
            Integer rpm = standing.rpm();
            Integer tpm = standing.tpm();
            if (rpm != null || tpm != null) {
                json.writeObjectFieldStart(standing.deployment());
                json.writeNumberField("requests", standing.requests());
                json.writeObjectField("rpm", rpm);
                json.writeNumberField("tokens", standing.tokens());
                json.writeObjectField("tpm", tpm);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    /** What Prometheus reads. */
    void metrics(Context context) {
        parts.live().current().auth().requireLocal(context.req());
        context.contentType("text/plain; version=0.0.4; charset=utf-8");
        context.result(parts.metrics().scrape());
    }

    private static void send(Context context, int status, byte[] body) throws IOException {
        context.res().setStatus(status);
        context.res().setContentType("application/json");
        context.res().setContentLength(body.length);
        context.res().getOutputStream().write(body);
    }
}
