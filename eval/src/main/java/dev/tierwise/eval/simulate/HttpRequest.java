package dev.tierwise.eval.simulate;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as it came over the socket; header names are in lower case, repeated headers joined by a comma. */
final class HttpRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final byte[] body;

    HttpRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** What stands after the question mark, empty where nothing does. */
    String query() {
        return query;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    byte[] body() {
        return body;
    }

    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the client means to send another request over this connection. */
    boolean keepAlive() {
        return !"close".equalsIgnoreCase(header("connection"));
    }
}
