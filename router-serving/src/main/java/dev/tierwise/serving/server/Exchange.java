package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.attempt.CourseRun;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.observe.Served;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.route.Speeds;
import dev.tierwise.serving.upstream.ClientSide;
import dev.tierwise.serving.upstream.Headers;
import dev.tierwise.serving.upstream.Job;
import dev.tierwise.serving.upstream.Result;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/** One request to an endpoint that leads to a provider: read, decide, relay, write down. One thread. */
final class Exchange {
    /** A plan, and the setup it was made under. */
    private record Decided(Plan plan, Setup setup) {}

    private final Endpoint endpoint;
    private final Parts parts;
    private final Context context;
    private final Instant time = Instant.now();
    private final long arrivedAt = System.nanoTime();
    private final String decisionId = DecisionIds.next();
    private String client = "";
    private long overheadNanos;
    private @Nullable RequestView view;
    private @Nullable Plan plan;
    private ClientSide.@Nullable Head answering;
    private @Nullable Result result;

    Exchange(Endpoint endpoint, Parts parts, Context context) {
        this.endpoint = endpoint;
        this.parts = parts;
        this.context = context;
    }

    void run() throws IOException {
        context.res().setHeader(AnswerHeaders.DECISION_ID, decisionId);
        try (Admission.Place _ = parts.admission().enter();
                BodyMemory.Share memory = parts.bodyMemory().share()) {
            serve(memory);
        } catch (ApiException e) {
            fail(e);
        } catch (IOException e) {
            // Not even an error could be sent.
            writeDown(499, "client_gone");
        } catch (InterruptedException e) {
            fail(Admission.shuttingDown());
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            parts.failures().accept(decisionId, e);
            fail(ApiException.internal());
        }
    }

    private void fail(ApiException e) throws IOException {
        try {
            if (context.res().isCommitted()) {
                // Whoever called this would end an answer that has begun as if it were whole.
                ClientConnection.of(context.req()).abort();
            } else {
                ErrorWriter.write(context.res(), endpoint, e);
            }
        } finally {
            writeDown(e.status(), e.code());
        }
    }

    private void serve(BodyMemory.Share memory) throws IOException, InterruptedException {
        HttpServletRequest request = context.req();
        ClientKey key = parts.live().current().auth().client(request);
        client = key == null ? "" : key.name();
        byte[] body = parts.bodies().read(request, memory);
        // Time the client took to send is not the proxy's.
        long readAt = System.nanoTime();
        RequestView parsed = RequestView.parse(endpoint, body, parts.limits().maxDepth());
        view = parsed;
        Decided decided = parts.live()
                .decide(setup -> new Decided(setup.routing().plan(parsed, key, AnswerHeaders.wishes(request)), setup));
        plan = decided.plan();
        relay(parsed, decided, readAt);
    }

    private void relay(RequestView parsed, Decided decided, long readAt) throws IOException, InterruptedException {
        Plan chosen = decided.plan();
        boolean debug = context.req().getHeader(AnswerHeaders.DEBUG) != null;
        ServletSide side = new ServletSide(context.res(), chosen, readAt, debug);
        ClientConnection connection = ClientConnection.of(context.req());
        Job job = new Job(
                parsed,
                Headers.upstream(headers(context.req())),
                chosen.candidates(),
                chosen.candidates().getFirst().retries().maxAttempts(),
                (int) Math.min(Integer.MAX_VALUE, parts.limits().streamBuffer()),
                chosen.place());
        Model first = chosen.candidates().getFirst();
        Speeds.Call timed = parts.live().speeds().started(first.id(), parsed.stream());
        CourseRun courseRun = new CourseRun(
                parts.caller(),
                decided.setup().deployments(),
                id -> Optional.ofNullable(decided.setup().config().models().get(id)),
                limit -> parts.watch().guard(connection::isGone, connection::abort, limit),
                job,
                new TimedSide(pinning(side), timed, first));
        Result ended;
        Usage used = null;
        try {
            ended = courseRun.run(chosen.course());
            result = ended;
            used = ended.usage();
        } finally {
            timed.ended(used == null ? 0 : used.output());
        }
        overheadNanos = side.overheadNanos();
        end(ended, connection, chosen, debug);
        pin(ended.responseId());
        writeDown(ended.status(), errorCode(ended));
    }

    /** A client may go on from a response as soon as it has the id, which is before we have the provider's end. */
    private ClientSide pinning(ClientSide side) {
        return head -> {
            answering = head;
            pin(head.responseId());
            return side.begin(head);
        };
    }

    private void pin(@Nullable String responseId) {
        ClientSide.Head head = answering;
        if (endpoint == Endpoint.RESPONSES && responseId != null && head != null) {
            parts.live().pinned().made(responseId, head.model().id(), head.place(), client);
        }
    }

    private void end(Result ended, ClientConnection connection, Plan chosen, boolean debug) throws IOException {
        Result.Refusal refusal = ended.refusal();
        if (refusal != null) {
            AnswerHeaders.write(context.res(), chosen, null, ended.calls(), overheadNanos, debug);
            ErrorWriter.write(context.res(), refusal.status(), refusal.body(), refusal.retryAfter());
        }
        // A stream was ended by its error event; to close its connection, too, would cost a client that has it in
        // its pool already the next request. Any other answer that broke off must not look whole.
        boolean told = view != null && view.stream();
        if (ended.outcome() == Result.Outcome.CANCELLED || (ended.outcome() == Result.Outcome.CUT && !told)) {
            connection.abort();
        }
        connection.finish();
    }

    private static @Nullable String errorCode(Result result) {
        return result.outcome() == Result.Outcome.OK
                ? null
                : result.outcome().name().toLowerCase(Locale.ROOT);
    }

    private void writeDown(int status, @Nullable String code) {
        Served served = new Served(
                decisionId,
                time,
                endpoint,
                client,
                view != null && view.stream(),
                plan,
                result,
                status,
                code,
                overheadNanos,
                System.nanoTime() - arrivedAt,
                view == null ? 0 : view.textChars(),
                view != null && parts.journal().wantsPrompts() ? view.lastUserText() : null);
        parts.journal().write(served);
        parts.metrics().count(served);
        parts.traces().ifPresent(traces -> traces.record(served, context.req().getHeader("traceparent")));
    }

    private static List<Map.Entry<String, String>> headers(HttpServletRequest request) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        // Jetty's own fields: the servlet's names have to be looked up one by one.
        for (HttpField field :
                ServletContextRequest.getServletContextRequest(request).getHeaders()) {
            String value = field.getValue();
            headers.add(Map.entry(field.getLowerCaseName(), value == null ? "" : value));
        }
        return headers;
    }
}
