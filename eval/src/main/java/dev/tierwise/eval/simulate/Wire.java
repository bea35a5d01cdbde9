package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The shape of one endpoint's requests, answers and errors. Implementations are stateless. */
interface Wire {
    /** 2026-01-01, always: answers are a function of the request. */
    long CREATED = 1_767_225_600L;

    /** @throws RefusedException where a provider would answer 400 */
    Ask ask(JsonNode body);

    ObjectNode whole(Ask ask, Reply reply);

    /** @throws RefusedException where the endpoint does not stream */
    Script events(Ask ask, Reply reply);

    /** OpenAI's shape, unless the wire has its own. */
    default ObjectNode error(Failure failure) {
        ObjectNode error = Json.object();
        error.putObject("error")
                .put("message", failure.message())
                .put("type", failure.type())
                .putNull("param")
                .put("code", failure.code());
        return error;
    }

    /** An error inside a stream. */
    default byte[] errorEvent(Failure failure) {
        return Json.event(error(failure));
    }
}
