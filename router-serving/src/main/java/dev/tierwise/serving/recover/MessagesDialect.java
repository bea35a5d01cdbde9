package dev.tierwise.serving.recover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The events of Anthropic's messages. A carried-on stream goes on in the text block that is open, and its last but one
 * event, {@code message_delta}, names the model that speaks.
 */
final class MessagesDialect implements Dialect {
    private static final int DROPPED = -1;

    private int blocks;
    private int textBlock = DROPPED;
    private boolean open;
    private final Map<Integer, Integer> indexes = new HashMap<>();
    private boolean textSeen;
    private String model = "";

    @Override
    public void told(ObjectNode event, Told told) {
        JsonNode delta = event.path("delta");
        switch (event.path("type").asText()) {
            case "content_block_start" -> {
                JsonNode block = event.path("content_block");
                blocks = Math.max(blocks, event.path("index").asInt() + 1);
                if (isText(block) && textBlock == DROPPED) {
                    textBlock = event.path("index").asInt();
                    open = true;
                    told.add(block.path("text").asText(""));
                } else if (!isThought(block)) {
                    told.beyondText();
                }
            }
            case "content_block_delta" -> {
                String type = delta.path("type").asText();
                if (type.equals("text_delta")) {
                    told.add(delta.path("text").asText(""));
                } else if (!type.equals("thinking_delta") && !type.equals("signature_delta")) {
                    told.beyondText();
                }
            }
            case "content_block_stop" -> {
                if (event.path("index").asInt() == textBlock) {
                    told.beyondText();
                }
            }
            case "message_delta", "message_stop" -> told.beyondText();
            default -> {}
        }
    }

    /** Whether a text block is open, in which the next answer can go on. */
    boolean open() {
        return open;
    }

    private static boolean isText(JsonNode block) {
        return block.path("type").asText().equals("text");
    }

    private static boolean isThought(JsonNode block) {
        return block.path("type").asText().endsWith("thinking");
    }

    @Override
    public void restart() {
        indexes.clear();
        textSeen = false;
    }

    @Override
    public boolean carryOn(ObjectNode event, Retelling retelling) throws DifferentAnswerException {
        return switch (event.path("type").asText()) {
            case "message_start" -> {
                model = event.path("message").path("model").asText("");
                yield false;
            }
            case "content_block_start" -> starts(event, retelling);
            case "content_block_delta" -> indexed(event) && (isNotText(event) || fresh(event, "text", retelling));
            case "content_block_stop" -> {
                boolean left = indexed(event);
                if (left) {
                    mustHaveCaughtUp(retelling);
                }
                yield left;
            }
            case "message_delta" -> {
                mustHaveCaughtUp(retelling);
                event.put("model", model);
                yield true;
            }
            default -> true;
        };
    }

    private boolean starts(ObjectNode event, Retelling retelling) throws DifferentAnswerException {
        int index = event.path("index").asInt();
        JsonNode block = event.path("content_block");
        if (isThought(block)) {
            indexes.put(index, DROPPED);
            return false;
        }
        if (isText(block) && !textSeen) {
            textSeen = true;
            indexes.put(index, textBlock);
            return false;
        }
        mustHaveCaughtUp(retelling);
        indexes.put(index, blocks);
        event.put("index", blocks);
        return true;
    }

    /** Gives the event the client's number of its block; false where the client has no such block. */
    private boolean indexed(ObjectNode event) {
        int index = indexes.getOrDefault(event.path("index").asInt(), DROPPED);
        event.put("index", index);
        return index != DROPPED;
    }

    private static boolean isNotText(ObjectNode event) {
        return !event.path("delta").path("type").asText().equals("text_delta");
    }

    private static boolean fresh(ObjectNode event, String field, Retelling retelling) throws DifferentAnswerException {
        ObjectNode delta = (ObjectNode) event.get("delta");
        String fresh = retelling
                .next(delta.path(field).asText(""))
                .orElseThrow(() -> new DifferentAnswerException("its text is another"));
        delta.put(field, fresh);
        return !fresh.isEmpty();
    }

    private static void mustHaveCaughtUp(Retelling retelling) throws DifferentAnswerException {
        if (!retelling.caughtUp()) {
            throw new DifferentAnswerException("it ends, or goes on in other ways, before");
        }
    }
}
