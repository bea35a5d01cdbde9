package dev.tierwise.eval.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.Commands;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.eval.simulate.SimulatedProvider.Options;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulatedProviderTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HELLO =
            "{\"model\":\"sim-weak\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private SimulatedProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = SimulatedProvider.start(Options.defaults());
    }

    @AfterEach
    void stop() throws IOException {
        provider.close();
    }

    @Test
    void remembersWhatItSawUntilToldToForget() throws IOException {
        RawClient.post(provider.port(), "/azure" + CHAT + "?api-version=1", HELLO, Duration.ofSeconds(5));
        assertThat(provider.requests()).singleElement().satisfies(seen -> {
            assertThat(seen.body()).isEqualTo(HELLO);
            assertThat(seen.path()).isEqualTo("/azure" + CHAT);
            assertThat(seen.query()).isEqualTo("api-version=1");
            assertThat(seen.headers()).containsEntry("content-type", "application/json");
        });
        JsonNode listed = admin("GET");
        assertThat(listed.at("/requests/0/body").asText()).isEqualTo(HELLO);
        admin("DELETE");
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void forgetsTheOldestRatherThanGrow() {
        RequestLog log = new RequestLog();
        for (int i = 0; i < 10_007; i++) {
            log.add(new HttpRequest("POST", CHAT, "", Map.of(), new byte[0]), 1);
        }
        assertThat(log.snapshot())
                .hasSize(10_000)
                .first()
                .extracting(RecordedRequest::id)
                .isEqualTo(8L);
        assertThat(log.dropped()).isEqualTo(7);
        for (int i = 0; i < 5; i++) {
            log.add(new HttpRequest("POST", CHAT, "", Map.of(), new byte[20 << 20]), 1);
        }
        assertThat(log.snapshot()).hasSize(3);
    }

    @Test
    void keepsAConnectionForTheNextRequestWhateverTheBodysFraming() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            socket.setSoTimeout(5000);
            String chunked = "POST " + CHAT + " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(10) + "\r\n" + HELLO.substring(0, 10) + "\r\n"
                    + Integer.toHexString(HELLO.length() - 10) + "\r\n" + HELLO.substring(10) + "\r\n0\r\n\r\n";
            String sized = "POST " + CHAT + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + HELLO.length()
                    + "\r\n\r\n" + HELLO;
            socket.getOutputStream().write((chunked + sized).getBytes(UTF_8));
            String both = RawClient.read(socket, Integer.MAX_VALUE).text();
            assertThat(both.split("HTTP/1.1 200", -1)).hasSize(3);
        }
        assertThat(provider.requests()).extracting(RecordedRequest::connection).containsExactly(1L, 1L);
        assertThat(provider.requests()).extracting(RecordedRequest::body).containsOnly(HELLO);
    }

    @Test
    void noticesAClientThatLeavesWhileItIsSilent() throws Exception {
        for (String fault : List.of("silence", "stall", "slow-headers-60000", "pace-60000")) {
            String body = HELLO.replace("sim-weak", "sim-" + fault).replace("{\"model", "{\"stream\":true,\"model");
            assertThat(RawClient.post(provider.port(), CHAT, body, Duration.ofMillis(50))
                            .end())
                    .isEqualTo(RawClient.End.OPEN);
        }
        await(() -> provider.requests().stream().allMatch(r -> r.outcome() == Outcome.CLIENT_LEFT));
        await(() -> provider.openConnections() == 0);
        assertThat(provider.requests()).hasSize(4).allMatch(r -> r.duration() != null);
    }

    @Test
    void keepsThePaceWithoutDrifting() throws IOException {
        try (SimulatedProvider paced =
                SimulatedProvider.start(Options.defaults().withPace(Duration.ofMillis(5)))) {
            String body = HELLO.replace("Hello", "Count to 100").replace("{\"model", "{\"stream\":true,\"model");
            RawClient.post(paced.port(), CHAT, body, Duration.ofSeconds(5));
            // 99 gaps of 5 ms cannot be shorter; how much longer they are is the machine's affair.
            assertThat(paced.requests().getFirst().duration()).isGreaterThanOrEqualTo(Duration.ofMillis(495));
        }
    }

    @Test
    void answersThatCannotBeReadAreSaidInASentence(@TempDir Path folder) {
        Commands result = Commands.run("simulate", "--port", "0", "--replay", folder);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().strip())
                .isEqualTo(folder + ": cannot be read (Is a directory); give a file of JSON lines");
    }

    @Test
    void replaysRecordedAnswersByPrompt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("answers.jsonl"), """
                {"id": "1", "prompt": "Hello", "responses": {"big": "Hi from big.", "small": "Hi from small."}}
                """);
        try (SimulatedProvider replaying =
                SimulatedProvider.start(Options.defaults().withReplay(file))) {
            List<String> answers = new ArrayList<>();
            for (String model : List.of("sim-strong", "sim-weak", "small")) {
                String body = HELLO.replace("sim-weak", model);
                RawClient.Seen seen = RawClient.post(replaying.port(), CHAT, body, Duration.ofSeconds(5));
                answers.add(Json.read(seen.body().getBytes(UTF_8))
                        .at("/choices/0/message/content")
                        .asText());
            }
            assertThat(answers).containsExactly("Hi from big.", "Hi from small.", "Hi from small.");
        }
        Files.writeString(file, "{\"prompt\": 1}\n");
        assertThatThrownBy(() -> SimulatedProvider.start(Options.defaults().withReplay(file)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + ":1: ");
        Path missing = folder.resolve("missing.jsonl");
        assertThatThrownBy(() -> SimulatedProvider.start(Options.defaults().withReplay(missing)))
                .isInstanceOf(BadInputException.class)
                .hasMessage(missing + ": there is no such file");
    }

    @Test
    void aPortThatIsTakenIsAClearError() {
        assertThatThrownBy(() -> SimulatedProvider.start(new Options(provider.port(), Duration.ZERO, null)))
                .isInstanceOf(BadInputException.class)
                .hasMessage("port " + provider.port() + " is taken: stop what listens there or give --port");
    }

    @Test
    void aPaceWithoutItsUnitIsAnUsageError() {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new SimulateCommand())
                .setErr(new PrintWriter(err))
                .execute("--pace", "20");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("give a number and us, ms or s, as 20ms");
    }

    @Test
    void theHelpNamesEveryFault() {
        String help = new CommandLine(new SimulateCommand()).getUsageMessage();
        assertThat(help).contains(Fault.descriptions().keySet());
    }

    @Test
    void theGuideNamesEveryFaultAndNoOther() throws IOException {
        String guide = Files.readString(Path.of("../docs/simulate.md"));
        String table = guide.substring(guide.indexOf("|---|---|\n") + 10, guide.indexOf("<!-- faults: end -->"));
        assertThat(table.lines())
                .containsExactlyElementsOf(Fault.descriptions().entrySet().stream()
                        .map(e -> "| `" + e.getKey() + "` | " + e.getValue() + " |")
                        .toList());
    }

    private JsonNode admin(String method) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            socket.getOutputStream()
                    .write((method + " /_sim/requests HTTP/1.1\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            return Json.read(RawClient.read(socket, Integer.MAX_VALUE).body().getBytes(UTF_8));
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
