package dev.tierwise.serving.server;

import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorBody;
import dev.tierwise.serving.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Errors that end a request before any handler sees it (a broken request line, headers too long), in the usual shape. */
final class JettyErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String text =
                switch (code) {
                    case 404 -> "There is no such endpoint.";
                    case 408 -> "The request did not arrive in time.";
                    case 414 -> "The address is longer than accepted here.";
                    case 431 -> "The headers are longer than accepted here.";
                    default ->
                        code >= 500
                                ? "The router failed on this request."
                                : "This is not a request this server understands.";
                };
        String type = code >= 500 ? "server_error" : "invalid_request_error";
        byte[] body = new ErrorBody(type, ErrorCode.http(code), null, text, List.of()).json(Endpoint.CHAT);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
