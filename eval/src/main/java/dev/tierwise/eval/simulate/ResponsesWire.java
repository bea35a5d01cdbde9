package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's {@code /v1/responses}. Keeps nothing: a {@code previous_response_id} is taken as it comes. */
final class ResponsesWire implements Wire {
    @Override
    public Ask ask(JsonNode body) {
        return Ask.read(body, "input");
    }

    @Override
    public ObjectNode whole(Ask ask, Reply reply) {
        String status = reply.finish() == Reply.Finish.LENGTH ? "incomplete" : "completed";
        ObjectNode response = response(ask, reply, status);
        ArrayNode output = (ArrayNode) response.path("output");
        if (reply.calls().isEmpty()) {
            output.add(message(reply, status, reply.text()));
        }
        for (Reply.ToolCall call : reply.calls()) {
            output.add(functionCall(call, "completed", call.arguments()));
        }
        if (reply.usage() != null) {
            response.set("usage", usage(reply.usage()));
        }
        return response;
    }

    @Override
    public Script events(Ask ask, Reply reply) {
        Events events = new Events();
        events.withResponse("response.created", response(ask, reply, "in_progress"));
        events.withResponse("response.in_progress", response(ask, reply, "in_progress"));
        List<byte[]> opening = events.take();
        List<byte[]> pieces = new ArrayList<>();
        if (reply.calls().isEmpty()) {
            String id = "msg_" + reply.key();
            ObjectNode empty = message(reply, "in_progress", "");
            empty.putArray("content");
            events.item("response.output_item.added", 0, empty);
            events.part("response.content_part.added", id, "");
            opening.addAll(events.take());
            reply.tokens().forEach(token -> events.text("response.output_text.delta", id, "delta", token));
            pieces.addAll(events.take());
            events.text("response.output_text.done", id, "text", reply.text());
            events.part("response.content_part.done", id, reply.text());
            events.item("response.output_item.done", 0, message(reply, "completed", reply.text()));
        }
        for (int i = 0; i < reply.calls().size(); i++) {
            Reply.ToolCall call = reply.calls().get(i);
            String id = itemId(call);
            events.item("response.output_item.added", i, functionCall(call, "in_progress", ""));
            for (String fragment : call.fragments()) {
                events.arguments("response.function_call_arguments.delta", id, i, "delta", fragment);
            }
            events.arguments("response.function_call_arguments.done", id, i, "arguments", call.arguments());
            events.item("response.output_item.done", i, functionCall(call, "completed", call.arguments()));
            pieces.addAll(events.take());
        }
        ObjectNode whole = whole(ask, reply);
        events.withResponse("response." + whole.path("status").asText(), whole);
        return new Script(Script.EVENTS, opening, pieces, events.take(), List.of());
    }

    @Override
    public byte[] errorEvent(Failure failure) {
        return Json.namedEvent(Json.object()
                .put("type", "error")
                .put("sequence_number", 0)
                .put("code", failure.code() == null ? failure.type() : failure.code())
                .put("message", failure.message())
                .putNull("param"));
    }

    private static ObjectNode response(Ask ask, Reply reply, String status) {
        ObjectNode response = Json.object()
                .put("id", "resp_" + reply.key())
                .put("object", "response")
                .put("created_at", CREATED)
                .put("status", status)
                .putNull("error");
        if (status.equals("incomplete")) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        } else {
            response.putNull("incomplete_details");
        }
        response.put("model", ask.model());
        response.putArray("output");
        response.put("parallel_tool_calls", true);
        response.set("previous_response_id", ask.body().get("previous_response_id"));
        response.put("temperature", 1.0).put("tool_choice", "auto").put("top_p", 1.0);
        response.putArray("tools");
        response.putObject("metadata");
        response.putNull("instructions").putNull("usage");
        return response;
    }

    private static ObjectNode message(Reply reply, String status, String text) {
        ObjectNode item = Json.object()
                .put("id", "msg_" + reply.key())
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant");
        item.putArray("content").add(part(text));
        return item;
    }

    private static ObjectNode part(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        return part;
    }

    private static ObjectNode functionCall(Reply.ToolCall call, String status, String arguments) {
        return Json.object()
                .put("id", itemId(call))
                .put("type", "function_call")
                .put("status", status)
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", arguments);
    }

    private static String itemId(Reply.ToolCall call) {
        return call.id().replace("call_", "fc_");
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode node = Json.object().put("input_tokens", usage.input());
        node.putObject("input_tokens_details").put("cached_tokens", usage.cached());
        node.put("output_tokens", usage.output());
        node.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return node.put("total_tokens", usage.total());
    }

    /** Numbers events in the order they are made. */
    private static final class Events {
        private List<byte[]> made = new ArrayList<>();
        private int next;

        void withResponse(String type, ObjectNode response) {
            ObjectNode event = event(type);
            event.set("response", response);
            add(event);
        }

        void item(String type, int index, ObjectNode item) {
            ObjectNode event = event(type).put("output_index", index);
            event.set("item", item);
            add(event);
        }

        void part(String type, String id, String text) {
            ObjectNode event = inMessage(type, id);
            event.set("part", ResponsesWire.part(text));
            add(event);
        }

        void text(String type, String id, String field, String text) {
            ObjectNode event = inMessage(type, id).put(field, text);
            event.putArray("logprobs");
            add(event);
        }

        void arguments(String type, String id, int index, String field, String text) {
            add(event(type).put("item_id", id).put("output_index", index).put(field, text));
        }

        private ObjectNode inMessage(String type, String id) {
            return event(type).put("item_id", id).put("output_index", 0).put("content_index", 0);
        }

        private ObjectNode event(String type) {
            return Json.object().put("type", type).put("sequence_number", next++);
        }

        private void add(ObjectNode event) {
            made.add(Json.namedEvent(event));
        }

        List<byte[]> take() {
            List<byte[]> taken = made;
            made = new ArrayList<>();
            return taken;
        }
    }
}
