package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.config.Server;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.route.OfflineRouting;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of examples/, whole as it stands but for the providers' addresses and models, serves what it promises. */
class ExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Secret FREE = new Secret("tw-free");
    private static final Secret PAID = new Secret("tw-paid");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OPENAI_API_KEY", "k",
            "ANTHROPIC_API_KEY", "k",
            "MISTRAL_API_KEY", "k",
            "GROQ_API_KEY", "k",
            "FREE_KEY_SHA256", ClientKeys.hash(FREE),
            "PAID_KEY_SHA256", ClientKeys.hash(PAID));
    private static final Pattern BASE_URL = Pattern.compile("base_url: \"[^\"]+\"");
    private static final Pattern WEAK =
            Pattern.compile("((?:weak|small|small-eu): \\{provider: [\\w-]+, model: )[^,]+");
    private static final Pattern STRONG = Pattern.compile("(\\{provider: [\\w-]+, model: )(?!sim-)[^,]+");
    private static final String CODE = "def f(x):\n    return x + 1\nimport os\nprint(f(2));";
    private static final String SCHEMA =
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"t\","
                    + "\"schema\":{\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"number\"}},"
                    + "\"required\":[\"total\"]}}}";

    @TempDir
    private Path folder;

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("two-tier-saver.yaml", "", PAID, "Hello", "", "strong|weak"),
                Arguments.of("eu-residency.yaml", "", PAID, "Prove that e is irrational.", "", "(large|small)-eu"),
                Arguments.of("code-and-prose.yaml", "", PAID, CODE, "", "coder"),
                Arguments.of("code-and-prose.yaml", "", PAID, "Write a friendly note to my neighbour.", "", "writer"),
                Arguments.of("local-overflow.yaml", "", PAID, "Hello", "", "local"),
                Arguments.of("local-overflow.yaml", "", PAID, "word ".repeat(40_000), "", "hosted"),
                Arguments.of("free-and-paid-keys.yaml", "priority=urgent", FREE, "Hello", "", "small"),
                Arguments.of("free-and-paid-keys.yaml", "priority=urgent", PAID, "Hello", "", "large"),
                Arguments.of("cascade-extraction.yaml", "", PAID, "The total is 12 euros.", SCHEMA, "small"),
                Arguments.of("cascade-extraction.yaml", "", PAID, "No schema, so no JSON.", "", "large"),
                Arguments.of("latency-chat.yaml", "", PAID, "Hello", "", "one|two|three"),
                Arguments.of("everything.yaml", "", PAID, CODE, "", "medium"),
                Arguments.of("everything.yaml", "", PAID, "Hello, how are you?", "", "small"));
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("requests")
    void answersWithTheModelItPromises(
            String file, String tags, Secret key, String prompt, String more, String expected) throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(SimulatedProvider.Options.defaults());
                ProxyServer proxy = start(file, provider);
                HttpClient client = HttpClient.newHttpClient();
                OfflineRouting offline = OfflineRouting.open(load(file, provider), _ -> {})) {
            String body = body(prompt, more);
            JsonNode explained = JSON.readTree(
                    post(client, proxy, "/v1/route", key, tags, body).body());
            boolean keyed = !load(file, provider).keys().isEmpty();
            JsonNode foretold = JSON.readTree(offline.explain(
                    body.getBytes(StandardCharsets.UTF_8),
                    "router",
                    keyed ? key.reveal().substring("tw-".length()) : null,
                    null,
                    tags));
            assertThat(foretold.path("steps"))
                    .as("route --config and /v1/route")
                    .isEqualTo(explained.path("steps"));
            assertThat(foretold.path("model")).isEqualTo(explained.path("model"));

            HttpResponse<String> answer = post(client, proxy, "/v1/chat/completions", key, tags, body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-router-model").orElse(""))
                    .as(answer.body())
                    .matches(expected);
        }
    }

    private static HttpResponse<String> post(
            HttpClient client, ProxyServer proxy, String path, Secret key, String tags, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(proxy.uri().resolve(path))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + key.reveal())
                        .header("x-router-tags", tags)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String body(String prompt, String more) {
        String chat = RunningProxy.chatBody("router", prompt, false);
        return chat.substring(0, chat.length() - 1) + more + "}";
    }

    private ProxyServer start(String file, SimulatedProvider provider) throws IOException {
        return ProxyServer.start(
                load(file, provider),
                new WireTranslations(Clock.systemUTC())::between,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    private Config load(String file, SimulatedProvider provider) throws IOException {
        String yaml = Files.readString(EXAMPLES.resolve(file));
        yaml = BASE_URL.matcher(yaml).replaceAll("base_url: \"" + provider.uri() + "/v1\"");
        yaml = WEAK.matcher(yaml).replaceAll("$1sim-weak");
        yaml = STRONG.matcher(yaml).replaceAll("$1sim-strong");
        yaml = yaml.replace(
                "../models/default",
                EXAMPLES.resolve("../models/default")
                        .toAbsolutePath()
                        .normalize()
                        .toString());
        Config config = ConfigLoader.load(Files.writeString(folder.resolve(file), yaml), ENVIRONMENT)
                .config();
        return config.at(new Server("127.0.0.1", 0));
    }

    @Test
    void allOfThemAreHere() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertThat(files.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !name.equals("quickstart.yaml")))
                    .containsExactlyInAnyOrderElementsOf(requests()
                            .map(arguments -> (String) arguments.get()[0])
                            .distinct()
                            .toList());
        }
    }
}
