package dev.tierwise.eval.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.eval.simulate.RawClient.End;
import dev.tierwise.eval.simulate.RawClient.Seen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    /** For what ends, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For what would hang for ever. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private static final String SIXTY = numbers(60);
    private static final String FORTY = numbers(40);

    private SimulatedProvider provider;

    @BeforeAll
    void start() throws IOException {
        provider = SimulatedProvider.start(SimulatedProvider.Options.defaults());
    }

    @AfterAll
    void stop() throws IOException {
        provider.close();
    }

    /** A fault, and what a client that reads raw bytes must see of it when it asks to count to 60. */
    record Row(String fault, boolean stream, Duration patience, Consumer<Seen> expected) {
        /** The same, where the connection is left open. */
        Row hanging() {
            return new Row(fault, stream, A_MOMENT, seen -> {
                expected.accept(seen);
                assertThat(seen.end()).isEqualTo(End.OPEN);
            });
        }

        @Override
        public String toString() {
            return fault + (stream ? ", streaming" : "");
        }
    }

    private static Row stream(String fault, Consumer<Seen> expected) {
        return new Row(fault, true, PATIENCE, expected);
    }

    private static Row whole(String fault, Consumer<Seen> expected) {
        return new Row(fault, false, PATIENCE, expected);
    }

    private static List<Row> table() {
        return List.of(
                whole("none", s -> assertThat(answer(s)).isEqualTo(SIXTY)),
                stream("none", s -> complete(s, SIXTY)),
                whole("429", s -> refused(s, 429, "rate_limit_exceeded")),
                stream("503", s -> refused(s, 503, "")),
                whole("529", s -> refused(s, 529, "")),
                whole("status-418", s -> refused(s, 418, "")),
                whole("429-seconds", s -> assertThat(retryAfter(s)).isEqualTo("2")),
                whole("429-seconds-30", s -> assertThat(retryAfter(s)).isEqualTo("30")),
                whole("429-date-60", FaultsTest::retryDateIsAMinuteAhead),
                whole("429-nonsense", s -> assertThat(retryAfter(s)).isEqualTo("soon")),
                stream("context-length", s -> refused(s, 400, "context_length_exceeded")),
                stream("context-length-1000", s -> complete(s, SIXTY)),
                stream("policy", s -> refused(s, 400, "content_policy_violation")),
                stream("content-filter", s -> {
                    assertThat(texts(s)).isEqualTo(FORTY);
                    assertThat(s.body())
                            .contains("\"finish_reason\":\"content_filter\"")
                            .contains("[DONE]");
                }),
                stream("no-prefill", s -> complete(s, SIXTY)),
                whole("reset", s -> ended(s, "", End.RESET)),
                stream("reset", s -> ended(s, "", End.RESET)),
                whole("hang-up", s -> ended(s, "", End.CLOSED)),
                whole("silence", s -> assertThat(s.text()).isEmpty()).hanging(),
                stream("slow-headers-50", s -> complete(s, SIXTY)),
                stream("slow-headers-60000", s -> assertThat(s.text()).isEmpty())
                        .hanging(),
                stream("slow-spell", s -> complete(s, SIXTY)),
                stream("slow-first-token-60000", s -> {
                            assertThat(s.head()).startsWith("HTTP/1.1 200").contains("text/event-stream");
                            assertThat(s.body()).isEmpty();
                        })
                        .hanging(),
                stream("pace-1", s -> complete(s, SIXTY)),
                stream("slow-reads", s -> complete(s, SIXTY)),
                stream("reset-body", s -> assertThat(s.end()).isEqualTo(End.RESET)),
                stream("stall", s -> partial(s, FORTY, End.OPEN)).hanging(),
                stream("stall-0", s -> partial(s, "", End.OPEN)).hanging(),
                stream("cut", s -> partial(s, FORTY, End.CLOSED)),
                stream("cut-12", s -> partial(s, numbers(12), End.CLOSED)),
                whole("cut", s -> {
                    assertThat(s.whole()).isFalse();
                    assertThat(s.body()).startsWith("{\"id\":").doesNotEndWith("}");
                }),
                stream("cut-clean", s -> {
                    assertThat(s.whole()).isTrue();
                    assertThat(texts(s)).isEqualTo(FORTY);
                    assertThat(s.body()).doesNotContain("\"stop\"").doesNotContain("[DONE]");
                }),
                stream("malformed", s -> {
                    assertThat(events(s))
                            .filteredOn(e -> !isJson(e))
                            .containsExactly(events(s).get(41), "[DONE]");
                    assertThat(s.whole()).isTrue();
                }),
                stream("malformed-0", s -> assertThat(texts(s)).isEqualTo(SIXTY)),
                whole("malformed", s -> assertThat(isJson(s.body())).isFalse()),
                stream("error-first", s -> {
                    assertThat(events(s)).hasSize(1);
                    assertThat(json(events(s).getFirst()).at("/error/type").asText())
                            .isEqualTo("server_error");
                }),
                stream("error-mid", s -> {
                    assertThat(texts(s)).isEqualTo(FORTY);
                    assertThat(json(events(s).getLast()).has("error")).isTrue();
                }),
                stream("no-done", s -> {
                    assertThat(texts(s)).isEqualTo(SIXTY);
                    assertThat(s.body()).contains("\"stop\"").doesNotContain("[DONE]");
                    assertThat(s.whole()).isTrue();
                }),
                stream("done-early", s -> {
                    assertThat(texts(s)).isEqualTo(FORTY);
                    assertThat(s.body()).doesNotContain("\"stop\"").endsWith("data: [DONE]\n\n");
                    assertThat(s.whole()).isTrue();
                }),
                stream("huge-event-100", s -> assertThat(texts(s)).hasSize(SIXTY.length() + 1 + (100 << 10))),
                stream("split", s -> {
                    complete(s, SIXTY);
                    assertThat(s.chunks()).allMatch(c -> c.length() <= 1);
                }),
                whole(
                        "long-length",
                        s -> assertThat(declared(s) - s.body().length()).isEqualTo(100)),
                whole(
                        "short-length",
                        s -> assertThat(declared(s) - s.body().length()).isEqualTo(-10)),
                stream("content-type", s -> {
                    assertThat(s.head()).contains("Content-Type: text/plain");
                    complete(s, SIXTY);
                }),
                whole("html", s -> {
                    assertThat(s.status()).isEqualTo(502);
                    assertThat(s.body()).startsWith("<html>");
                }),
                whole(
                        "html-200",
                        s -> assertThat(s.head()).startsWith("HTTP/1.1 200").contains("text/html")),
                whole("echo", s -> assertThat(s.body()).isEqualTo(request("sim-echo", false))),
                whole(
                        "lying-usage",
                        s -> assertThat(json(s.body())
                                        .at("/usage/completion_tokens")
                                        .asInt())
                                .isEqualTo(2_000_000_000)),
                whole("no-usage", s -> assertThat(json(s.body()).has("usage")).isFalse()),
                whole("outage", s -> refused(s, 503, "")),
                whole("flapping", s -> refused(s, 503, "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void whatTheClientSees(Row row) throws IOException {
        row.expected().accept(post(provider, request("sim-" + row.fault(), row.stream()), row.patience()));
        assertThat(answer(post(request("sim-strong", false))))
                .as("well afterwards")
                .isEqualTo(SIXTY);
    }

    @Test
    void everyFaultIsInTheTable() {
        Set<Fault> seen = table().stream()
                .map(row -> FaultCall.parse(row.fault()).orElseThrow().fault())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
        // These two need a client of their own, below.
        seen.addAll(EnumSet.of(Fault.ENDLESS, Fault.GZIP));
        assertThat(seen).containsExactlyInAnyOrder(Fault.values());
    }

    @Test
    void anEndlessStreamGoesOnUntilTheClientLeaves() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            String body = request("sim-endless", true);
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.UTF_8));
            Seen seen = RawClient.read(socket, 60_000);
            assertThat(seen.end()).isEqualTo(End.OPEN);
            assertThat(texts(seen)).startsWith(SIXTY + SIXTY);
        }
    }

    @Test
    void gzipComesUnasked() throws IOException {
        Seen seen = post(request("sim-gzip", false));
        assertThat(seen.head()).contains("Content-Encoding: gzip");
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(seen.bodyBytes())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(json(text).at("/choices/0/message/content").asText()).isEqualTo(SIXTY);
    }

    @Test
    void onceFailsTheFirstRequestOfAPromptOnly() throws IOException {
        String request = request("sim-500-once", false);
        assertThat(post(request).status()).isEqualTo(500);
        assertThat(post(request).status()).isEqualTo(200);
        assertThat(post(request.replace("60", "61")).status()).isEqualTo(500);
    }

    @Test
    void anOutageEnds() throws IOException {
        AtomicLong now = new AtomicLong();
        try (SimulatedProvider clocked = SimulatedProvider.start(SimulatedProvider.Options.defaults(), now::get)) {
            assertThat(outage(clocked)).isEqualTo(503);
            now.addAndGet(Duration.ofMillis(999).toNanos());
            assertThat(outage(clocked)).isEqualTo(503);
            now.addAndGet(Duration.ofMillis(1).toNanos());
            assertThat(outage(clocked)).isEqualTo(200);
        }
    }

    private static int outage(SimulatedProvider provider) throws IOException {
        return post(provider, request("sim-outage-1", false), PATIENCE).status();
    }

    @Test
    void aModelThatTakesNoPrefillRefusesOneAndTheOthersCarryItOn() throws IOException {
        String prefill = ",{\"role\":\"assistant\",\"content\":\"" + FORTY + "\"}]";
        assertThat(post(request("sim-no-prefill", false).replace("]", prefill)).status())
                .isEqualTo(400);
        assertThat(answer(post(request("sim-weak", false).replace("]", prefill))))
                .isEqualTo(SIXTY.substring(FORTY.length()));
    }

    @Test
    void anUnknownFaultIsRefusedWithTheKnownOnes() throws IOException {
        assertThat(post(request("sim-cut-", false)).body()).contains("model_not_found");
        assertThat(FaultCall.parse("cut-clean-3-once"))
                .hasValue(new FaultCall("cut-clean-3-once", Fault.CUT_CLEAN, OptionalInt.of(3), true));
        assertThat(FaultCall.parse("nonsense")).isEmpty();
    }

    private Seen post(String body) throws IOException {
        return post(provider, body, PATIENCE);
    }

    private static Seen post(SimulatedProvider provider, String body, Duration patience) throws IOException {
        return RawClient.post(provider.port(), "/v1/chat/completions", body, patience);
    }

    private static String request(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Count to 60\"}]}";
    }

    private static String numbers(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    private static String answer(Seen seen) {
        return json(seen.body()).at("/choices/0/message/content").asText();
    }

    private static void complete(Seen seen, String text) {
        assertThat(texts(seen)).isEqualTo(text);
        assertThat(seen.body()).contains("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
        assertThat(seen.whole()).isTrue();
    }

    private static void partial(Seen seen, String text, End end) {
        assertThat(texts(seen)).isEqualTo(text);
        assertThat(seen.end()).isEqualTo(end);
        assertThat(seen.whole()).isFalse();
    }

    private static void ended(Seen seen, String text, End end) {
        assertThat(seen.text()).isEqualTo(text);
        assertThat(seen.end()).isEqualTo(end);
    }

    private static void refused(Seen seen, int status, String code) {
        assertThat(seen.status()).isEqualTo(status);
        JsonNode error = json(seen.body()).path("error");
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("code").asText("")).isEqualTo(code);
    }

    private static String retryAfter(Seen seen) {
        refused(seen, 429, "rate_limit_exceeded");
        return header(seen, "Retry-After");
    }

    private static void retryDateIsAMinuteAhead(Seen seen) {
        ZonedDateTime date = ZonedDateTime.parse(retryAfter(seen), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(date)
                .isBetween(
                        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30),
                        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(61));
    }

    private static int declared(Seen seen) {
        return Integer.parseInt(header(seen, "Content-Length"));
    }

    private static String header(Seen seen, String name) {
        Matcher matcher = Pattern.compile("\r\n" + name + ": (.*)").matcher(seen.head());
        assertThat(matcher.find()).as(name + " in " + seen.head()).isTrue();
        return matcher.group(1).strip();
    }

    /** The data of each event. */
    private static List<String> events(Seen seen) {
        return seen.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    private static String texts(Seen seen) {
        return events(seen).stream()
                .filter(FaultsTest::isJson)
                .map(e -> json(e).at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    private static boolean isJson(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8)).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
