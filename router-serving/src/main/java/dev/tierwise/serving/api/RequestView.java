package dev.tierwise.serving.api;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came: the original bytes, and where in them stands what routing reads or rewrites. Everything else is
 * passed on untouched, so that a field nobody here has heard of reaches the provider as it was sent. Immutable.
 */
public final class RequestView {
    private static final String ASK_USAGE = "\"include_usage\":true";

    private final byte[] body;
    private final Endpoint endpoint;
    private final RequestFields fields;

    private RequestView(byte[] body, Endpoint endpoint, RequestFields fields) {
        this.body = body;
        this.endpoint = endpoint;
        this.fields = fields;
    }

    /**
     * Reads a body once.
     *
     * @param body UTF-8 JSON; kept, not copied
     * @param maxDepth deepest nesting accepted
     * @throws ApiException 400, where it is not a JSON object or a field that is read here has the wrong type
     */
    public static RequestView parse(Endpoint endpoint, byte[] body, int maxDepth) {
        return new RequestView(body, endpoint, new RequestReader(endpoint, body, maxDepth).read());
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** What the client asked for; empty where it sent {@code models} alone. */
    public Optional<String> model() {
        return Optional.ofNullable(fields.model);
    }

    /** The client's own ordered candidates; empty where it sent none. */
    public List<String> models() {
        return List.copyOf(fields.models);
    }

    public boolean stream() {
        return fields.stream;
    }

    /** Whether the client itself asked for the usage chunk of a stream. */
    public boolean usageAsked() {
        return fields.includeUsage;
    }

    /** The response this request continues, on the responses endpoint. */
    public Optional<String> previousResponse() {
        return Optional.ofNullable(fields.previousResponse);
    }

    /** What the answer cannot do without, as far as the body tells. */
    public Set<Capability> needs() {
        return Collections.unmodifiableSet(fields.needs);
    }

    /** The JSON Schema that the answer is to keep, as it stands in the body. */
    public Optional<String> schema() {
        Span span = fields.schema;
        return span == null
                ? Optional.empty()
                : Optional.of(new String(body, span.start(), span.end() - span.start(), StandardCharsets.UTF_8));
    }

    /** Most tokens the client accepts as an answer; null where it did not say. */
    public @Nullable Integer maxOutput() {
        return fields.maxOutput;
    }

    /** How many answers the client asks for, 1 where it did not say. */
    public int choices() {
        return fields.choices;
    }

    /** The body's {@code metadata}, as far as it is text. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(fields.metadata);
    }

    /** The body as it came. */
    public byte[] body() {
        return body.clone();
    }

    /** What a router may see. */
    public Prompt prompt() {
        return new Prompt(fields.turns);
    }

    /** UTF-16 units of all text in the conversation, for a guess at its tokens. */
    public long textChars() {
        long chars = 0;
        for (Prompt.Turn turn : fields.turns) {
            chars += turn.text().length();
        }
        return chars;
    }

    /** What the user said last; empty where there is none. */
    public String lastUserText() {
        return fields.turns.reversed().stream()
                .filter(turn -> turn.role() == Prompt.Role.USER)
                .map(Prompt.Turn::text)
                .findFirst()
                .orElse("");
    }

    /**
     * The body for a provider.
     *
     * @param model the provider's own name of the model
     * @param askUsage whether to ask for a stream's usage on our behalf; without effect where streams do not have the option
     */
    public byte[] bodyFor(String model, boolean askUsage) {
        List<Edit> edits = new ArrayList<>(3);
        String name = new String(Json.quoted(model), StandardCharsets.UTF_8);
        if (fields.modelSpan != null) {
            edits.add(new Edit(fields.modelSpan, name));
        }
        if (fields.modelsSpan != null) {
            // The list is addressed to this router, and strict providers refuse fields they do not know.
            edits.add(
                    fields.modelSpan == null
                            ? new Edit(fields.modelsSpan, "\"model\":" + name)
                            : new Edit(withComma(fields.modelsSpan), ""));
        }
        if (fields.modelSpan == null && fields.modelsSpan == null) {
            edits.add(Edit.insert(fields.open, "\"model\":" + name + (fields.empty ? "" : ",")));
        }
        if (askUsage && fields.stream && endpoint.usageOnRequest() && !fields.includeUsage) {
            edits.add(usageEdit());
        }
        return apply(edits);
    }

    private Edit usageEdit() {
        if (fields.includeUsageSpan != null) {
            return new Edit(fields.includeUsageSpan, "true");
        }
        Span options = fields.streamOptions;
        if (options == null) {
            return Edit.insert(fields.close, ",\"stream_options\":{" + ASK_USAGE + "}");
        }
        if (fields.streamOptionsEmpty) {
            return new Edit(options, "{" + ASK_USAGE + "}");
        }
        return Edit.insert(options.start() + 1, ASK_USAGE + ",");
    }

    /** A member together with one of the commas around it; an object of that one member keeps none. */
    private Span withComma(Span member) {
        int after = skipBlanks(member.end(), 1);
        if (body[after] == ',') {
            return new Span(member.start(), after + 1);
        }
        int before = skipBlanks(member.start() - 1, -1);
        return body[before] == ',' ? new Span(before, member.end()) : member;
    }

    private int skipBlanks(int at, int step) {
        int i = at;
        while (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t') {
            i += step;
        }
        return i;
    }

    private byte[] apply(List<Edit> edits) {
        edits.sort(Comparator.comparingInt(edit -> edit.span.start()));
        int length = body.length;
        for (Edit edit : edits) {
            length += edit.with.length - (edit.span.end() - edit.span.start());
        }
        byte[] out = new byte[length];
        int from = 0;
        int to = 0;
        for (Edit edit : edits) {
            to = copy(body, from, edit.span.start(), out, to);
            to = copy(edit.with, 0, edit.with.length, out, to);
            from = edit.span.end();
        }
        copy(body, from, body.length, out, to);
        return out;
    }

    private static int copy(byte[] source, int from, int until, byte[] out, int to) {
        System.arraycopy(source, from, out, to, until - from);
        return to + until - from;
    }

    private static final class Edit {
        private final Span span;
        private final byte[] with;

        Edit(Span span, String with) {
            this.span = span;
            this.with = with.getBytes(StandardCharsets.UTF_8);
        }

        static Edit insert(int at, String text) {
            return new Edit(new Span(at, at), text);
        }
    }
}
