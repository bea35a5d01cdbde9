package dev.tierwise.eval.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One request being answered, in the steps that a fault can take, leave out or repeat. For one thread. */
final class Exchange {
    private static final Duration FOR_EVER = Duration.ofMinutes(15);

    private final HttpConnection connection;
    private final HttpRequest request;
    private final Wire wire;
    private final Ask ask;
    private final Duration sinceFirst;
    private Duration pace;
    private Reply reply;
    private @Nullable String contentType;
    private boolean gzip;
    private boolean bytewise;
    private @Nullable Script script;
    private @Nullable OutputStream body;
    private boolean opened;
    private long nextPieceNanos;

    /** @param sinceFirst time since the first request for the fault of this one */
    Exchange(
            HttpConnection connection,
            HttpRequest request,
            Wire wire,
            Ask ask,
            Reply reply,
            Duration pace,
            Duration sinceFirst) {
        this.connection = connection;
        this.request = request;
        this.wire = wire;
        this.ask = ask;
        this.reply = reply;
        this.pace = pace;
        this.sinceFirst = sinceFirst;
    }

    HttpConnection connection() {
        return connection;
    }

    Ask ask() {
        return ask;
    }

    Reply reply() {
        return reply;
    }

    Duration sinceFirst() {
        return sinceFirst;
    }

    /** Takes another reply in place of the natural one; before the first step only. */
    void reply(Reply other) {
        reply = other;
        script = null;
    }

    void pace(Duration other) {
        pace = other;
    }

    void contentType(String other) {
        contentType = other;
    }

    void gzip() {
        gzip = true;
    }

    void bytewise() {
        bytewise = true;
    }

    int tokens() {
        return script().pieces().size();
    }

    /** Where to fail: at N, or after two thirds. */
    int cut(OptionalInt n) {
        return Math.min(n.orElse(tokens() * 2 / 3), tokens());
    }

    /** The whole answer as it should be. */
    void answer() throws IOException {
        if (ask.stream() || bytewise || gzip) {
            begin();
            finishFrom(0);
        } else {
            answerOfLength(0);
        }
    }

    /** An answer in one piece whose head may lie about its length; then the connection ends. */
    void answerOfLength(int difference) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Script all = script();
        for (List<byte[]> part : List.of(all.opening(), all.pieces(), all.closing(), all.done())) {
            for (byte[] bytes : part) {
                whole.writeBytes(bytes);
            }
        }
        whole(200, all.contentType(), Map.of(), whole.toByteArray(), difference);
        if (difference != 0) {
            connection.hangUp();
        }
    }

    void fail(Failure failure) throws IOException {
        whole(failure.status(), Script.JSON, failure.headers(), Json.bytes(wire.error(failure)), 0);
    }

    void html(int status) throws IOException {
        String page = "<html>\r\n<head><title>" + status + " Bad Gateway</title></head>\r\n<body><h1>" + status
                + " Bad Gateway</h1></body>\r\n</html>\r\n";
        whole(status, "text/html", Map.of(), page.getBytes(UTF_8), 0);
    }

    void echo() throws IOException {
        if (ask.stream()) {
            begin();
            send("data: " + request.bodyText().replace("\n", "\ndata: ") + "\n\n");
            send(Script.DONE);
            end();
        } else {
            whole(200, Script.JSON, Map.of(), request.body(), 0);
        }
    }

    private void whole(int status, String type, Map<String, String> extra, byte[] bytes, int difference)
            throws IOException {
        Map<String, String> headers = headers(type);
        headers.putAll(extra);
        headers.put("Content-Length", Integer.toString(bytes.length + difference));
        connection.writeHead(status, headers);
        connection.write(bytes);
    }

    private Map<String, String> headers(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType == null ? type : contentType);
        headers.put("x-request-id", "req_" + reply.key());
        headers.put("x-ratelimit-remaining-requests", "99");
        if (!request.keepAlive()) {
            headers.put("Connection", "close");
        }
        return headers;
    }

    /** Sends the head; the body follows in chunks. */
    void begin() throws IOException {
        Map<String, String> headers = headers(script().contentType());
        headers.put("Cache-Control", "no-cache");
        headers.put("Transfer-Encoding", "chunked");
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        connection.writeHead(200, headers);
        body = gzip ? new GZIPOutputStream(connection.chunked(), true) : connection.chunked();
    }

    /** Head, opening and the first tokens. */
    void startUpTo(int tokens) throws IOException {
        begin();
        opening();
        pieces(0, tokens);
    }

    /** What is left from a token on, the opening too where nothing was sent, to the very end. */
    void finishFrom(int token) throws IOException {
        opening();
        pieces(token, tokens());
        closing();
        done();
        end();
    }

    /** The tokens of the answer again and again, until the client has had enough. */
    void talkForEver() throws IOException {
        begin();
        opening();
        long end = System.nanoTime() + FOR_EVER.toNanos();
        while (System.nanoTime() < end) {
            pieces(0, tokens());
        }
        connection.hangUp();
    }

    private void opening() throws IOException {
        if (!opened) {
            opened = true;
            send(script().opening());
            nextPieceNanos = System.nanoTime();
        }
    }

    /** Each token at its time: the n-th leaves n paces after the first, however late the one before. */
    private void pieces(int from, int to) throws IOException {
        for (byte[] piece : script().pieces().subList(from, to)) {
            long now = System.nanoTime();
            if (nextPieceNanos > now) {
                connection.pause(Duration.ofNanos(nextPieceNanos - now));
            }
            send(piece);
            nextPieceNanos += pace.toNanos();
        }
    }

    void closing() throws IOException {
        send(script().closing());
    }

    /** The wire's own end marker, where it has one. */
    void done() throws IOException {
        send(script().done());
    }

    void errorEvent(Failure failure) throws IOException {
        send(wire.errorEvent(failure));
    }

    void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    private void send(List<byte[]> parts) throws IOException {
        for (byte[] part : parts) {
            send(part);
        }
    }

    private void send(byte[] bytes) throws IOException {
        OutputStream out = begun();
        if (bytewise) {
            for (byte b : bytes) {
                out.write(b);
            }
        } else {
            out.write(bytes);
        }
        out.flush();
    }

    /** Ends the body as HTTP wants it. */
    void end() throws IOException {
        begun().close();
    }

    void pause(int millis) throws IOException {
        connection.pause(Duration.ofMillis(millis));
    }

    /** Silence until the client hangs up; a client that never does is hung up on in the end. */
    void waitForEver() throws IOException {
        connection.pause(FOR_EVER);
        connection.hangUp();
    }

    private Script script() {
        Script made = script;
        if (made == null) {
            made = ask.stream() ? wire.events(ask, reply) : sliced();
            script = made;
        }
        return made;
    }

    private Script sliced() {
        return Script.sliced(Json.bytes(wire.whole(ask, reply)), reply.tokens().size());
    }

    private OutputStream begun() {
        if (body == null) {
            throw new IllegalStateException("the head has not been sent");
        }
        return body;
    }
}
