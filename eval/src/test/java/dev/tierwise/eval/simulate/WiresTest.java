package dev.tierwise.eval.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WiresTest {
    private static final String HELLO = "Which is the largest planet?";
    private static final String ANSWER = Answers.text("sim-strong", HELLO, 0);
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"" + HELLO + "\"}]";
    private static final String PARAMETERS = """
            {"type":"object","required":["city","days"],"properties":{"city":{"type":"string"},
             "days":{"type":"integer","minimum":1}}}""";
    private static final String ARGUMENTS = "{\"city\":\"text\",\"days\":1}";

    private final HttpClient client = HttpClient.newHttpClient();
    private SimulatedProvider provider;

    @BeforeAll
    void start() throws IOException {
        provider = SimulatedProvider.start(SimulatedProvider.Options.defaults());
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        provider.close();
    }

    @Test
    void chatAnswersWithTheTextAndItsUsage() throws Exception {
        JsonNode answer = post("/v1/chat/completions", "{\"model\":\"sim-strong\"," + MESSAGES + "}");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(ANSWER);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/model").asText()).isEqualTo("sim-strong");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(5 + 3);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(Tokens.count(ANSWER));
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(8 + Tokens.count(ANSWER));
    }

    @Test
    void chatStreamsOneTokenPerEventAndSaysNothingOfUsageUnasked() throws Exception {
        String body = text("/v1/chat/completions", "{\"model\":\"sim-strong\",\"stream\":true," + MESSAGES + "}");
        assertThat(body).endsWith("data: [DONE]\n\n").doesNotContain("usage");
        assertThat(joined(body, "/choices/0/delta/content")).isEqualTo(ANSWER);
        assertThat(data(body)).hasSize(1 + Tokens.count(ANSWER) + 1);
    }

    @Test
    void usageComesLastWithoutChoicesWhereAskedFor() throws Exception {
        List<JsonNode> events = data(text(
                "/v1/chat/completions",
                "{\"model\":\"sim-strong\",\"stream\":true,\"stream_options\":{\"include_usage\":true}," + MESSAGES
                        + "}"));
        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(Tokens.count(ANSWER));
        assertThat(events.subList(0, events.size() - 1))
                .allMatch(e -> e.path("usage").isNull() && e.has("usage"));
    }

    @Test
    void chatCallsAToolAndStreamsItsArgumentsInFragments() throws Exception {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
                + PARAMETERS + "}},{\"type\":\"function\",\"function\":{\"name\":\"other\"}}]}";
        JsonNode whole = post("/v1/chat/completions", "{\"model\":\"sim-weak\"," + MESSAGES + tools);
        assertThat(whole.at("/choices/0/message/tool_calls")).hasSize(1);
        assertThat(whole.at("/choices/0/message/tool_calls/0/function/name").asText())
                .isEqualTo("weather");
        assertThat(whole.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo(ARGUMENTS);
        assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");

        String streamed = text("/v1/chat/completions", "{\"model\":\"sim-weak\",\"stream\":true," + MESSAGES + tools);
        assertThat(joined(streamed, "/choices/0/delta/tool_calls/0/function/arguments"))
                .isEqualTo(ARGUMENTS);
        assertThat(joined(streamed, "/choices/0/delta/tool_calls/0/function/name"))
                .isEqualTo("weather");
        assertThat(joined(streamed, "/choices/0/finish_reason")).isEqualTo("tool_calls");
    }

    @Test
    void theToolsResultIsAnsweredWithText() throws Exception {
        String result = """
                {"model":"sim-weak","tools":[{"type":"function","function":{"name":"weather"}}],
                 "messages":[{"role":"user","content":"Weather?"},
                             {"role":"assistant","tool_calls":[{"id":"c","type":"function",
                              "function":{"name":"weather","arguments":"{}"}}]},
                             {"role":"tool","tool_call_id":"c","content":"sunny"}]}""";
        assertThat(post("/v1/chat/completions", result)
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo(Answers.afterTool("sim-weak", "sunny"));
    }

    @Test
    void aSchemaIsAnsweredWithItsSmallestInstanceAndImagesAreCounted() throws Exception {
        String format = ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
                + PARAMETERS + "}}}";
        JsonNode shaped = post("/v1/chat/completions", "{\"model\":\"sim-weak\"," + MESSAGES + format);
        assertThat(shaped.at("/choices/0/message/content").asText()).isEqualTo(ARGUMENTS);

        String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}";
        JsonNode seen = post(
                "/v1/chat/completions",
                "{\"model\":\"sim-weak\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Look\"},"
                        + image + "," + image + "]}]}");
        assertThat(seen.at("/choices/0/message/content").asText())
                .isEqualTo(Answers.text("sim-weak", "Look", 2))
                .contains("2 images");
    }

    @Test
    void maxTokensAndStopsEndTheAnswer() throws Exception {
        JsonNode shortened = post("/v1/chat/completions", "{\"model\":\"sim-weak\",\"max_tokens\":2," + MESSAGES + "}");
        assertThat(shortened.at("/choices/0/message/content").asText()).isEqualTo("I am");
        assertThat(shortened.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        JsonNode stopped = post(
                "/v1/messages",
                "{\"model\":\"sim-weak\",\"max_tokens\":99,\"stop_sequences\":[\" sim\"]," + MESSAGES + "}");
        assertThat(stopped.at("/content/0/text").asText()).isEqualTo("I am");
        assertThat(stopped.at("/stop_reason").asText()).isEqualTo("stop_sequence");
    }

    @Test
    void completionsAnswerAndStream() throws Exception {
        String request = "{\"model\":\"sim-strong\",\"prompt\":\"" + HELLO + "\"";
        assertThat(post("/v1/completions", request + "}").at("/choices/0/text").asText())
                .isEqualTo(ANSWER);
        assertThat(joined(text("/v1/completions", request + ",\"stream\":true}"), "/choices/0/text"))
                .isEqualTo(ANSWER);
    }

    @Test
    void responsesAnswerStreamAndCallTools() throws Exception {
        String request = "{\"model\":\"sim-strong\",\"input\":\"" + HELLO + "\"";
        JsonNode whole = post("/v1/responses", request + "}");
        assertThat(whole.at("/output/0/content/0/text").asText()).isEqualTo(ANSWER);
        assertThat(whole.at("/usage/output_tokens").asInt()).isEqualTo(Tokens.count(ANSWER));

        List<JsonNode> events = data(text("/v1/responses", request + ",\"stream\":true}"));
        assertThat(events.stream()
                        .filter(e -> e.path("type").asText().equals("response.output_text.delta"))
                        .map(e -> e.path("delta").asText())
                        .collect(Collectors.joining()))
                .isEqualTo(ANSWER);
        assertThat(events.getLast().path("response")).isEqualTo(whole);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        JsonNode calling = post(
                "/v1/responses",
                request + ",\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":" + PARAMETERS
                        + "}]}");
        assertThat(calling.at("/output/0/type").asText()).isEqualTo("function_call");
        assertThat(calling.at("/output/0/arguments").asText()).isEqualTo(ARGUMENTS);
    }

    @Test
    void messagesAnswerStreamAndCallTools() throws Exception {
        String request = "{\"model\":\"sim-strong\",\"max_tokens\":1000," + MESSAGES;
        JsonNode whole = post("/v1/messages", request + "}");
        assertThat(whole.at("/content/0/text").asText()).isEqualTo(ANSWER);
        assertThat(whole.at("/stop_reason").asText()).isEqualTo("end_turn");
        assertThat(whole.at("/usage/input_tokens").asInt()).isEqualTo(8);

        String streamed = text("/v1/messages", request + ",\"stream\":true}");
        assertThat(joined(streamed, "/delta/text")).isEqualTo(ANSWER);
        assertThat(streamed).startsWith("event: message_start\n").endsWith("data: {\"type\":\"message_stop\"}\n\n");

        String tools = ",\"tools\":[{\"name\":\"weather\",\"input_schema\":" + PARAMETERS + "}]";
        JsonNode calling = post("/v1/messages", request + tools + "}");
        assertThat(calling.at("/content/0/input").toString()).isEqualTo(ARGUMENTS);
        assertThat(joined(text("/v1/messages", request + tools + ",\"stream\":true}"), "/delta/partial_json"))
                .isEqualTo(ARGUMENTS);
    }

    @Test
    void embeddingsAreTheSameInNumbersAndInBase64() throws Exception {
        String request = "{\"model\":\"sim-embed\",\"dimensions\":4,\"input\":[\"a\",\"b c\"]";
        JsonNode numbers = post("/v1/embeddings", request + "}");
        JsonNode coded = post("/v1/embeddings", request + ",\"encoding_format\":\"base64\"}");
        assertThat(numbers.at("/usage/total_tokens").asInt()).isEqualTo(3);
        ByteBuffer bytes = ByteBuffer.wrap(
                        Base64.getDecoder().decode(coded.at("/data/1/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode number : numbers.at("/data/1/embedding")) {
            assertThat(bytes.getFloat()).isEqualTo((float) number.asDouble());
        }
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void theModelsAreListed() throws Exception {
        HttpResponse<String> models = client.send(
                java.net.http.HttpRequest.newBuilder(provider.uri().resolve("/v1/models"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(models.body()).contains("sim-strong", "sim-weak", "sim-embed");
    }

    @Test
    void whatMakesNoSenseIsRefusedInTheShapeOfTheWire() throws Exception {
        assertThat(post("/v1/chat/completions", "{\"model\":").at("/error/type").asText())
                .isEqualTo("invalid_request_error");
        assertThat(post("/v1/chat/completions", "{\"model\":\"sim-weak\",\"messages\":[]}")
                        .at("/error/message")
                        .asText())
                .contains("messages");
        assertThat(post("/v1/chat/completions", "{\"model\":\"gpt-x\"," + MESSAGES + "}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("model_not_found");
        assertThat(post("/v1/nonsense", "{}").at("/error/message").asText()).contains("/v1/nonsense");
        JsonNode anthropic = post("/v1/messages", "{\"model\":\"sim-529\",\"max_tokens\":1," + MESSAGES + "}");
        assertThat(anthropic.path("type").asText()).isEqualTo("error");
        assertThat(anthropic.at("/error/type").asText()).isEqualTo("overloaded_error");
    }

    @Test
    void anIdThatAnthropicWouldNotTakeIsRefusedInItsWords() throws Exception {
        String request = """
                {"model":"sim-weak","max_tokens":9,"messages":[{"role":"user","content":"Hi"},
                 {"role":"assistant","content":[{"type":"text","text":"Hm"},{"type":"tool_use","id":"ID","name":"f","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"ID","content":"1"}]}]}""";
        assertThat(post("/v1/messages", request.replace("ID", "functions.f:0"))
                        .at("/error/message")
                        .asText())
                .isEqualTo("messages.1.content.1.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        assertThat(post("/v1/messages", request.replace("ID", "toolu_1")).has("error"))
                .isFalse();
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        return client.send(
                java.net.http.HttpRequest.newBuilder(provider.uri().resolve(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String text(String path, String body) throws Exception {
        HttpResponse<String> response = send(path, body);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return response.body();
    }

    private JsonNode post(String path, String body) throws Exception {
        return Json.read(send(path, body).body().getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonNode> data(String stream) throws IOException {
        List<JsonNode> data = new ArrayList<>();
        for (String line : stream.lines().toList()) {
            if (line.startsWith("data: {")) {
                data.add(Json.read(line.substring(6).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return data;
    }

    private static String joined(String stream, String pointer) throws IOException {
        return data(stream).stream()
                .map(e -> e.at(pointer))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(Collectors.joining());
    }
}
