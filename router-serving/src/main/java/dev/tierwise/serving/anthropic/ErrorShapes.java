package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.ProviderError;

/** A provider's error in the other protocol. What the provider said in no known shape is not passed on. */
final class ErrorShapes {
    private ErrorShapes() {}

    static byte[] toMessages(int status, byte[] body) {
        ObjectNode error = JsonTrees.typed("error");
        error.putObject("error").put("type", type(status)).put("message", message(status, ProviderError.parse(body)));
        return JsonTrees.bytes(error);
    }

    static byte[] toChat(int status, byte[] body) {
        ProviderError said = ProviderError.parse(body);
        ObjectNode error = JsonTrees.object();
        ObjectNode inner = error.putObject("error")
                .put("message", message(status, said))
                .put("type", said.type() == null ? type(status) : said.type());
        inner.put("param", said.param());
        inner.put("code", said.contextTooLong() ? ErrorCode.CONTEXT_LENGTH_EXCEEDED.text() : said.code());
        return JsonTrees.bytes(error);
    }

    private static String message(int status, ProviderError said) {
        return said.message() == null ? "the provider answered with status " + status : said.message();
    }

    /** Anthropic's name for a status, which OpenAI's clients take just as well. */
    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
