package dev.tierwise.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.eval.Commands;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouteCommandTest {
    private static final Path BUNDLE = Path.of("..", "models", "default");
    private static final String PROMPT = "Prove that e is irrational.";

    @TempDir
    private Path home;

    @Test
    void onePromptIsOneLineWithAllThatWasDecidedAndHowLongItTook() throws JsonProcessingException {
        JsonNode decision = decisions(route("--threshold", 0, PROMPT)).getFirst();

        assertThat(decision.fieldNames())
                .toIterable()
                .containsExactly(
                        "id", "router", "tier", "model", "win_probability", "threshold", "reason", "timings_us");
        assertThat(decision.path("tier").asText()).isEqualTo("strong");
        assertThat(decision.path("win_probability").asDouble()).isStrictlyBetween(0.0, 1.0);
        assertThat(decision.path("reason").asText()).contains("win probability", ">= threshold 0.0000");
        JsonNode timings = decision.path("timings_us");
        assertThat(timings.fieldNames()).toIterable().containsExactly("encode", "features", "score", "total");
        assertThat(timings.path("total").asDouble()).isPositive();
    }

    @Test
    void saysWhatPushedTheDecisionWhereAsked() throws JsonProcessingException {
        JsonNode explanation = decisions(route("--threshold", 0, "--explain", PROMPT))
                .getFirst()
                .path("explanation");

        assertThat(explanation.path("groups").findValuesAsText("name")).contains("words", "length");
        assertThat(explanation.path("groups").path(0).path("push").asDouble()).isNotZero();
    }

    @Test
    void theThresholdDecides() throws JsonProcessingException {
        double win = decisions(route("--threshold", 0.5, PROMPT))
                .getFirst()
                .path("win_probability")
                .asDouble();

        assertThat(tier(win)).isEqualTo("strong");
        assertThat(tier(Math.nextUp(win))).isEqualTo("weak");
    }

    private static String tier(double threshold) throws JsonProcessingException {
        return decisions(route("--threshold", threshold, PROMPT))
                .getFirst()
                .path("tier")
                .asText();
    }

    @Test
    void aStrongShareIsTurnedIntoTheBundlesOwnThreshold() throws JsonProcessingException {
        try (RouterBundle bundle = RouterBundle.open(BUNDLE)) {
            assertThat(decisions(route("--strong-share", 0.3, PROMPT))
                            .getFirst()
                            .path("threshold")
                            .asDouble())
                    .isEqualTo(bundle.thresholdForStrongShare(0.3));
        }
    }

    @Test
    void aFileOfPromptsAndConversationsGivesALineEach() throws IOException {
        Path input = file("""
                {"id": "a", "prompt": "Hello!"}

                {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello!"}]}
                {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hello!"}, {"type": "image_url"}]}]}
                {"messages": [{"role": "assistant", "content": null}]}
                """);

        List<JsonNode> decisions = decisions(route("--threshold", 0.2, "--input", input));

        assertThat(decisions).extracting(d -> d.path("id").asText()).containsExactly("a", "3", "4", "5");
        double win = decisions.getFirst().path("win_probability").asDouble();
        assertThat(decisions.subList(0, 3))
                .allSatisfy(
                        d -> assertThat(d.path("win_probability").asDouble()).isEqualTo(win));
        assertThat(decisions.getLast().path("win_probability").isNull()).isTrue();
        assertThat(decisions.getLast().path("tier").asText()).isEqualTo("strong");
        assertThat(decisions.getLast().path("reason").asText()).contains("no text to score");
    }

    @Test
    void aTableIsForPeople() throws IOException {
        Path input = file("{\"prompt\": \"Hello\\nthere, " + "long text ".repeat(20) + "\"}\n");

        Commands run = route("--threshold", 0.2, "--table", "--input", input);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out().lines().toList().getLast()).matches("0\\.\\d{4} +(strong|weak) +Hello there, .*\\.\\.\\.");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        String line = "{\"id\": \"a\", \"prompt\": \"Hello!\"}\n";

        assertThat(decisions(route("--threshold", 0.2, "--input", file("\uFEFF" + line))))
                .hasSize(1);
        refused(file(line + "\uFEFF" + line), "prompts.jsonl:2:", "not a JSON object");
    }

    @Test
    void brokenUtf8IsRefusedOnStandardInputAsInAFile() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("{\"prompt\": \"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1)));
        try {
            refused(Path.of("-"), "-: broken UTF-8 after line 0");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsSaidInASentence() throws IOException {
        // A socket is there and cannot be opened, not even by root, whom no permission stops.
        Path socket = home.resolve("socket");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            refused(socket, socket + " cannot be read (No such device or address)");
        }
    }

    @Test
    void badInputIsNamedByFileAndLine() throws IOException {
        refused(file("{\"prompt\": \"fine\"}\nnot json\n"), "prompts.jsonl:2:", "not a JSON object");
        refused(file("{\"prompt\": \"fine\"} {\"prompt\": \"two\"}\n"), "prompts.jsonl:1:", "not a JSON object");
        refused(file("{\"text\": \"fine\"}\n"), "prompts.jsonl:1:", "neither \"prompt\"");
        refused(file("{\"prompt\": 7}\n"), "prompts.jsonl:1:", "neither \"prompt\"");
        refused(
                file("{\"messages\": [{\"role\": \"wizard\", \"content\": \"fine\"}]}\n"),
                "prompts.jsonl:1:",
                "\"wizard\" is not one of");
        Path broken = home.resolve("broken.jsonl");
        Files.write(broken, "{\"prompt\": \"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        refused(broken, "broken.jsonl", "UTF-8");
        refused(home.resolve("nowhere.jsonl"), "nowhere.jsonl", "is not a file");
    }

    private static void refused(Path input, String... parts) {
        Commands run = route("--threshold", 0.2, "--input", input);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(parts);
    }

    @Test
    void badArgumentsAreUsageErrors() {
        assertThat(route("--threshold", 1.5, PROMPT).code()).isEqualTo(2);
        assertThat(route("--threshold", 1.5, PROMPT).err()).contains("--threshold 1.5 is not in [0,1]");
        assertThat(route(PROMPT).code()).isEqualTo(2);
        assertThat(route("--threshold", 0.5, "--strong-share", 0.5, PROMPT).code())
                .isEqualTo(2);
        assertThat(route("--threshold", 0.5).err()).contains("either a prompt or --input");
        Commands nowhere = Commands.run("route", "--router", "nowhere", "--threshold", 0.5, PROMPT);
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("nowhere is not a folder");
    }

    private static Commands route(Object... args) {
        List<Object> all = new ArrayList<>(List.of("route", "--router", BUNDLE));
        all.addAll(List.of(args));
        return Commands.run(all.toArray());
    }

    private static List<JsonNode> decisions(Commands run) throws JsonProcessingException {
        assertThat(run.code()).as(run.err()).isZero();
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> decisions = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            decisions.add(json.readTree(line));
        }
        return decisions;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(home.resolve("prompts.jsonl"), text);
    }
}
