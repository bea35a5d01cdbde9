package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.testing.ReplayedProvider;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole answers of a chat completion to a client of Anthropic's protocol, with what a model writes as arguments. */
class ToolCallAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}";

    @TempDir
    Path folder;

    private ReplayedProvider provider;
    private RunningProxy proxy;

    @BeforeEach
    void start() throws IOException {
        provider = ReplayedProvider.start();
        proxy = RunningProxy.start(folder, """
                  replayed: {base_url: "REPLAYED/v1"}
                models:
                  alone: {provider: replayed, model: any, price: {input: 1, output: 2}, breaker: {failures: 1}}
                  retried: {provider: replayed, model: any, price: {input: 1, output: 2}}
                  followed: {provider: replayed, model: any, price: {input: 1, output: 2}, fallbacks: [free]}
                  free: {provider: sim, model: sim-weak, price: {input: 0, output: 0}}
                retries: {num_retries: 2, backoff: 1ms}
                log: {access: false, decisions: "LOG"}
                """.replace("REPLAYED", provider.uri())
                .replace("LOG", folder.resolve("d.jsonl").toString()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        provider.close();
    }

    /** An answer with one call whose arguments end in the middle. */
    private static String call(String finish) {
        return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,"
                + "\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"find\","
                + "\"arguments\":\"{\\\"city\\\":\\\"Pa\"}}]},\"finish_reason\":\"" + finish + "\"}]," + USAGE + "}";
    }

    private HttpResponse<String> ask(String model) throws Exception {
        return proxy.send(
                "/v1/messages",
                "{\"model\":\"" + model
                        + "\",\"max_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    private JsonNode log() throws IOException {
        proxy.server().close();
        return JSON.readTree(Files.readString(folder.resolve("d.jsonl")));
    }

    @Test
    void aCallThatTheLengthCutOffIsAnAnswerAllTheSame() throws Exception {
        provider.answer(200, call("length"));
        HttpResponse<String> answer = ask("alone");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode message = JSON.readTree(answer.body());
        assertThat(message.path("stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(message.path("content").get(0).path("name").asText()).isEqualTo("find");
        assertThat(message.path("content").get(0).path("input").toString()).isEqualTo("{}");
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void argumentsThatAreNoObjectAreTheModelsFaultAndPaidForOnce() throws Exception {
        provider.answer(200, call("tool_calls"));
        HttpResponse<String> answer = ask("alone");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("malformed_answer", "arguments");
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(proxy.get("/health/ready").body()).contains("\"alone@replayed/any\":\"CLOSED\"");
        assertThat(log().path("cost_usd").doubleValue()).isEqualTo(0.002);
    }

    @Test
    void anotherModelMayWriteBetterArguments() throws Exception {
        provider.answer(200, call("tool_calls"));

        assertThat(ask("followed").headers().firstValue("x-router-model")).contains("free");
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(log().path("cost_usd").doubleValue())
                .as("the answer that was thrown away")
                .isEqualTo(0.002);
    }

    @Test
    void anAnswerWithoutAMessageIsAskedForAgainAndEveryTimeIsPaidFor() throws Exception {
        provider.answer(200, "{\"id\":\"c\",\"choices\":[]," + USAGE + "}");

        assertThat(ask("retried").statusCode()).isEqualTo(502);
        assertThat(provider.calls()).isEqualTo(3);
        assertThat(log().path("cost_usd").doubleValue()).isEqualTo(0.006);
    }
}
