package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What passing answers tell: usage, whether the stream has reached its end, whether it is an error. One instance reads
 * all events of a stream, or one whole answer. The three protocols name things so differently that one reader tells
 * them apart by the names alone. For one answer, one thread.
 */
public final class AnswerFacts {
    private static final JsonFactory JSON = Json.factory(Json.ANSWER_DEPTH);
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final int MAX_CHOICES = 4096;

    private final UsageReader usage = new UsageReader();
    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();
    private boolean streamed;
    private boolean over;
    private boolean stopped;
    private boolean done;
    private boolean failed;
    private boolean choiceFailed;
    private @Nullable String id;
    private long outputChars;
    private boolean answering;
    private boolean error;
    private boolean choicesEmpty;
    private boolean usageHere;

    /** Reads one event of a stream; comments say nothing. */
    public void event(Event event) throws MalformedAnswerException {
        streamed = true;
        error = false;
        choicesEmpty = false;
        usageHere = false;
        byte[] data = event.data();
        if (data == null || data.length == 0) {
            return;
        }
        if (Arrays.equals(data, DONE)) {
            over = true;
            return;
        }
        answer(data);
        error |= "error".equals(event.name());
    }

    /** Reads a whole answer, or the data of one event. */
    public void answer(byte[] data) throws MalformedAnswerException {
        try (JsonParser json = JSON.createParser(data)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedAnswerException("not a JSON object");
            }
            members(json, 0);
            if (json.nextToken() != null) {
                throw new MalformedAnswerException("more than one JSON object");
            }
        } catch (IOException e) {
            throw new MalformedAnswerException("not valid JSON");
        }
    }

    private void members(JsonParser json, int depth) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "usage" -> usageHere |= usage.read(json);
                case "error" -> {
                    error |= depth == 0 && value != JsonToken.VALUE_NULL;
                    json.skipChildren();
                }
                case "id" -> {
                    id = id == null && value == JsonToken.VALUE_STRING ? json.getText() : id;
                    json.skipChildren();
                }
                case "type" -> {
                    type(value == JsonToken.VALUE_STRING && depth == 0 ? json.getText() : "");
                    json.skipChildren();
                }
                case "choices" -> choices(json);
                case "response", "message" -> {
                    if (value == JsonToken.START_OBJECT && depth == 0) {
                        members(json, depth + 1);
                    } else {
                        json.skipChildren();
                    }
                }
                case "delta" -> text(json);
                default -> json.skipChildren();
            }
        }
    }

    private void type(String type) {
        switch (type) {
            case "message_stop" -> {
                over = true;
                done |= stopped;
            }
            case "response.completed", "response.incomplete" -> done = true;
            case "response.failed" -> {
                done = true;
                failed = true;
            }
            case "error" -> error = true;
            case "content_block_start", "content_block_delta" -> answering = true;
            default -> answering |= type.endsWith(".delta");
        }
    }

    private void choices(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        choicesEmpty = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            choicesEmpty = false;
            if (json.currentToken() == JsonToken.START_OBJECT) {
                choice(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void choice(JsonParser json) throws IOException {
        int index = 0;
        boolean finish = false;
        boolean fails = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "index" -> {
                    index = value == JsonToken.VALUE_NUMBER_INT
                            ? (int) Math.clamp(json.getDoubleValue(), 0, MAX_CHOICES - 1)
                            : 0;
                    json.skipChildren();
                }
                case "finish_reason" -> {
                    fails = value == JsonToken.VALUE_STRING && json.getText().equals("error");
                    finish = value == JsonToken.VALUE_STRING && !fails;
                    answering |= finish;
                    json.skipChildren();
                }
                case "delta", "message", "text" -> text(json);
                default -> json.skipChildren();
            }
        }
        begun.set(index);
        choiceFailed |= fails;
        if (finish) {
            finished.set(index);
        }
    }

    /** Counts the characters of an answer; anything but a role counts as the first token. */
    private void text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            count(json.getTextLength());
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    stopped |= name.equals("stop_reason");
                    if (!name.equals("role") && !name.equals("type")) {
                        count(json.getTextLength());
                    }
                } else if (value.isStructStart()) {
                    answering = true;
                    if (name.equals("tool_calls") || name.equals("function_call")) {
                        calls(json);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } else {
            json.skipChildren();
        }
    }

    /** Counts what a model writes of its calls, the whole value the parser stands on: names and arguments. */
    private void calls(JsonParser json) throws IOException {
        int open = 1;
        while (open > 0) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            } else if (token == JsonToken.VALUE_STRING
                    && !"id".equals(json.currentName())
                    && !"type".equals(json.currentName())) {
                count(json.getTextLength());
            }
        }
    }

    private void count(int chars) {
        outputChars += chars;
        answering |= chars > 0;
    }

    /** Whether any event has carried a part of the answer, rather than a preamble. */
    public boolean answering() {
        return answering || (complete() && !failed);
    }

    /** Whether the provider is likely to charge for it: a part of the answer has come, or the usage of a whole one. */
    public boolean billed() {
        return answering() || (!streamed && usage.found());
    }

    /** Whether the event just read, or the answer, is an error. */
    public boolean error() {
        return error;
    }

    /** Whether the stream's last mark says that there will be no whole answer. */
    public boolean failed() {
        return failed;
    }

    /** Whether a choice has ended with the finish reason {@code error}, by which Mistral and OpenRouter say that it broke off. */
    public boolean choiceFailed() {
        return choiceFailed;
    }

    /** Whether any choice has been seen. */
    public boolean hasChoices() {
        return !begun.isEmpty();
    }

    /** Whether nothing more comes: the stream has given its last mark, whole or not. */
    public boolean done() {
        return done || over;
    }

    /** Whether the event just read brings usage and nothing else. */
    public boolean onlyUsage() {
        return usageHere && choicesEmpty;
    }

    /**
     * Whether the stream has said all: there are choices and every one has its finish reason, or the answer has its stop
     * reason and {@code message_stop}, or a response says that it is over. {@code [DONE]} and {@code message_stop} alone
     * say nothing: gateways send them, too, where the provider behind them broke off.
     */
    public boolean complete() {
        return done || (!begun.isEmpty() && begun.equals(finished));
    }

    /**
     * Whether a stream that has ended has said all. Without a last mark every choice that was asked for must have come;
     * with one, a provider that gives fewer is believed.
     *
     * @param choices how many were asked for
     */
    public boolean complete(int choices) {
        return complete() && (done() || finished.cardinality() >= Math.min(choices, MAX_CHOICES));
    }

    /** The answer's own id. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * What the provider counted, or a guess from the characters seen. Of a stream that has not said all the larger
     * output of the two: Anthropic counts one token at the beginning, and the rest only at the end.
     */
    public Usage usage(long inputChars) {
        Usage guess = Usage.estimate(inputChars, outputChars);
        if (!usage.found()) {
            return guess;
        }
        Usage counted = usage.usage();
        return !streamed || complete() ? counted : counted.withOutput(Math.max(counted.output(), guess.output()));
    }
}
