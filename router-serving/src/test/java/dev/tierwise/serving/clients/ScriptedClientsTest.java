package dev.tierwise.serving.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.testing.RealData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The npm and the PyPI client in processes of their own; {@code scripts/clients} installs them, at the latest here. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass(name = "{0}")
@MethodSource("dev.tierwise.serving.clients.Target#all")
class ScriptedClientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path INSTALLED = Path.of("target/clients").toAbsolutePath();
    private static final Path INSTALL_LOG = INSTALLED.resolve("install.log");
    private static final Path SCRIPTS = Path.of("src/test/clients").toAbsolutePath();

    private static final AtomicBoolean INSTALL_TRIED = new AtomicBoolean();

    private static final Map<String, Object> PARAMETERS = Map.of(
            "type", "object",
            "properties", Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer", "minimum", 1)),
            "required", List.of("city", "days"));

    private static final Map<String, Object> CALL =
            Map.of("name", Scenario.TOOL, "arguments", Scenario.ARGUMENTS, "finish", "tool_calls");

    /** Model to the exception both clients raise for it, under the same name in both languages. */
    private static final Map<String, Map<String, Object>> ERRORS = Map.of(
            "sim-policy", error("BadRequestError", 400),
            "sim-nothing-of-the-kind", error("NotFoundError", 404),
            "sim-429", error("RateLimitError", 429),
            "sim-500", error("InternalServerError", 500));

    private final Target target;

    ScriptedClientsTest(Target target) {
        this.target = target;
    }

    @Test
    void theNpmClientSeesWhatItExpects() throws Exception {
        Path module = INSTALLED.resolve("conformance.mjs");
        assumeInstalled(INSTALLED.resolve("node_modules/installed"), "Node.js 20 or newer and an npm registry");
        // Modules are looked for beside the script.
        Files.copy(SCRIPTS.resolve("conformance.mjs"), module, StandardCopyOption.REPLACE_EXISTING);
        assertConforms("node", module.toString());
    }

    @Test
    void thePyPiClientSeesWhatItExpects() throws Exception {
        Path python = INSTALLED.resolve("venv/bin/python");
        assumeInstalled(INSTALLED.resolve("venv/installed"), "Python 3.9 or newer and a package index");
        assertConforms(python.toString(), SCRIPTS.resolve("conformance.py").toString());
    }

    /**
     * A machine out of reach of a package index is no fault of the proxy: the test is skipped, where it may be, and says
     * why.
     *
     * @param what stands there once the client is installed
     * @param needs what its installation takes
     */
    private static void assumeInstalled(Path what, String needs) throws IOException, InterruptedException {
        if (!Files.exists(what) && !INSTALL_TRIED.getAndSet(true)) {
            Files.createDirectories(INSTALLED);
            Process install = new ProcessBuilder("../scripts/clients")
                    .redirectErrorStream(true)
                    .redirectOutput(INSTALL_LOG.toFile())
                    .start();
            if (!install.waitFor(2, TimeUnit.MINUTES)) {
                install.destroyForcibly();
                Files.writeString(INSTALL_LOG, "stopped after two minutes\n", StandardOpenOption.APPEND);
            }
        }
        if (!Files.exists(what)) {
            throw RealData.missing("scripts/clients did not bring " + what + ", which takes " + needs
                    + "; if that was out of reach for a moment only, run it again. What it said is in " + INSTALL_LOG);
        }
    }

    private void assertConforms(String... command) throws Exception {
        Map<String, JsonNode> results = run(command);
        Map<String, Object> expected = expected();
        assertThat(results.keySet()).isEqualTo(expected.keySet());
        for (Map.Entry<String, Object> check : expected.entrySet()) {
            assertThat(results.get(check.getKey())).as(check.getKey()).isEqualTo(JSON.valueToTree(check.getValue()));
        }
        target.awaitAbort();
    }

    private Map<String, Object> expected() {
        Map<String, Object> errors = new LinkedHashMap<>();
        ERRORS.forEach((model, error) -> {
            errors.put(model, error);
            errors.put(model + ", streaming", error);
        });
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("chat", Map.of("text", Scenario.ANSWER, "model", Scenario.STRONG));
        expected.put("stream", Map.of("text", Scenario.ANSWER, "counted", false));
        expected.put("stream_with_usage", Map.of("text", Scenario.ANSWER, "counted", true));
        expected.put("tools", CALL);
        expected.put("tools_streamed", CALL);
        expected.put("json_schema", Map.of("city", "text", "days", 1));
        expected.put("image", Scenario.ANSWER_WITH_IMAGE);
        expected.put("responses", whereSpoken(Scenario.ANSWER));
        expected.put("responses_streamed", whereSpoken(Scenario.ANSWER));
        expected.put("embeddings", whereSpoken(List.of(16, 16)));
        expected.put("models", true);
        expected.put("errors", errors);
        expected.put("refused", error("AuthenticationError", 401));
        expected.put("abort", "1 2");
        return expected;
    }

    /** What only OpenAI's wire has is refused where the provider speaks another. */
    private Object whereSpoken(Object answer) {
        return target.openAiBehind() ? answer : error("BadRequestError", 400);
    }

    private static Map<String, Object> error(String type, int status) {
        return Map.of("type", type, "status", status);
    }

    private Map<String, JsonNode> run(String... command) throws IOException, InterruptedException {
        Map<String, Object> scenario = Map.of(
                "prompt", Scenario.PROMPT,
                "strong", Scenario.STRONG,
                "embed", Scenario.EMBED,
                "slow", Scenario.SLOW_MODEL,
                "longPrompt", Scenario.LONG_PROMPT,
                "pixelUrl", Scenario.PIXEL_URL,
                "tool", Scenario.TOOL,
                "parameters", PARAMETERS,
                "errors", ERRORS.keySet(),
                "refused",
                        Map.of(
                                "key", target.refused().key(),
                                "model", target.refused().model()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BASE_URL", target.baseUrl());
        builder.environment().put("API_KEY", target.key());
        builder.environment().put("SCENARIO", JSON.writeValueAsString(scenario));
        Process process = builder.start();
        Map<String, JsonNode> results = new LinkedHashMap<>();
        StringBuilder output = new StringBuilder();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.startsWith("{\"check\"")) {
                    JsonNode check = JSON.readTree(line);
                    results.put(check.path("check").asText(), check.path("result"));
                }
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("the client ends")
                    .isTrue();
            assertThat(process.exitValue()).as(output.toString()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return results;
    }
}
