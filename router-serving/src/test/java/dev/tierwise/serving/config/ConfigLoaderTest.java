package dev.tierwise.serving.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.file.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    /** Both wires, deployments, a router and most settings at once. */
    static final String SAMPLE = """
            server: {host: 127.0.0.1, port: 8080}
            keys: []
            providers:
              a: {wire: openai, base_url: http://127.0.0.1:9001/v1, api_key: ${KEY}, headers: {}}
              b: {wire: anthropic, base_url: https://b.example/v1, api_keys: [one, two], headers: {x-team: blue}}
            models:
              strong: {provider: a, model: gpt-x, fallbacks: [weak], price: {input: 2.50, cached_input: 1.25, output: 10.00},
                       context_window: 128000, capabilities: [tools, vision, json_schema, prefill], region: us, rpm: 500, tpm: 300000}
              weak: {deployments: [{provider: a, model: small-1, weight: 1}, {provider: b, model: small-1, weight: 2}]}
            routers:
              default: {bundle: models/default, threshold: 0.4, strong: strong, weak: weak}
            timeouts: {connect: 2s, headers: 30s, answer: 300s, first_token: 30s, idle: 30s, total: 600s}
            retries: {num_retries: 2, max_attempts: 5, retry_after_max: 5s}
            breaker: {failures: 5, cooldown_time: 5s}
            stream_recovery: none
            """;

    static final String HASH = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "sk-secret", "PORT", "0", "EMPTY", "");

    @TempDir
    Path folder;

    @BeforeEach
    void bundle() throws IOException {
        Files.createDirectories(folder.resolve("models/default"));
    }

    @Test
    void theSampleLoadsWithAllItSays() {
        Config config = load(SAMPLE).config();

        assertThat(config.server()).isEqualTo(new Server("127.0.0.1", 8080));
        assertThat(in(config.providers(), "a").apiKeys()).containsExactly(new Secret("sk-secret"));
        assertThat(in(config.providers(), "a").auth()).isEqualTo(Provider.Auth.BEARER);
        assertThat(in(config.providers(), "b").auth()).isEqualTo(Provider.Auth.X_API_KEY);
        assertThat(in(config.providers(), "b").apiKeys()).hasSize(2);
        Model strong = in(config.models(), "strong");
        assertThat(strong.deployments())
                .containsExactly(new Deployment(in(config.providers(), "a"), "gpt-x", 1, 500, 300_000));
        assertThat(strong.price())
                .isEqualTo(new Price(new BigDecimal("2.50"), new BigDecimal("1.25"), new BigDecimal("10.00")));
        assertThat(strong.entry(TokenCounter.ESTIMATE).can(Capability.PREFILL)).isTrue();
        assertThat(in(config.models(), "weak").entry(TokenCounter.ESTIMATE).can(Capability.PREFILL))
                .isFalse();
        assertThat(in(config.models(), "weak").deployments())
                .extracting(Deployment::weight)
                .containsExactly(1, 2);
        assertThat(in(config.routers(), "default").bundle()).isEqualTo(folder.resolve("models/default"));
        assertThat(strong.timeouts()).isEqualTo(Timeouts.DEFAULT);
        assertThat(strong.retries()).isEqualTo(Retries.DEFAULT);
        assertThat(strong.breaker()).isEqualTo(Breaker.DEFAULT);
    }

    @Test
    void anEmptyFileIsADefaultForEverything() {
        for (String nothing : List.of("", "# nothing\n", "{}", "limits:\nlog:\nkeys:\n")) {
            Config config = load(nothing).config();
            assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
            assertThat(config.server()).isEqualTo(new Server("127.0.0.1", 8080));
            assertThat(config.models()).isEmpty();
        }
    }

    @Test
    void aModelOverridesSingleKeysOfWhatStandsAtTheTop() {
        Config config = load("""
                timeouts: {connect: 1s, idle: 10s}
                breaker: {failures: 9}
                stream_recovery: buffer
                providers: {a: {base_url: http://127.0.0.1:9001/v1}}
                models:
                  m: {provider: a, model: x, timeouts: {idle: 500ms}, stream_recovery: continue}
                  n: {provider: a, model: x}
                """).config();
        Timeouts own = in(config.models(), "m").timeouts();
        assertThat(own.connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(own.idle()).isEqualTo(Duration.ofMillis(500));
        assertThat(own.total()).isEqualTo(Timeouts.DEFAULT.total());
        assertThat(in(config.models(), "m").streamRecovery()).isEqualTo(StreamRecovery.CONTINUE);
        assertThat(in(config.models(), "n").streamRecovery()).isEqualTo(StreamRecovery.BUFFER);
        assertThat(in(config.models(), "n").breaker().failures()).isEqualTo(9);
    }

    @Test
    void anUnknownKeyNamesItsPlaceAndTheNearestKnownKey() {
        assertThat(problems(SAMPLE.replace("threshold", "treshold")))
                .containsExactly(
                        "unknown key \"treshold\" at routers.default (config.yaml:11:37), did you mean \"threshold\"?");
    }

    @Test
    void allProblemsAreListedAtOnceInTheOrderOfTheFile() {
        assertThat(problems("""
                server: {host: 0.0.0.0, port: 99999}
                timeout: {}
                timeouts: {idle: 30}
                providers:
                  a: {wire: opneai, base_url: ftp://x, api_key: ${NOPE}}
                models:
                  m: {provider: aa, model: x, fallbacks: [n]}
                  n: {provider: a, model: 7, fallbacks: [m], price: {input: -1}}
                  router-x: {provider: a}
                routers:
                  r: {bundle: nowhere, threshold: 1.7, strong_share: .3, strong: m, weak: mm}
                """))
                .containsExactly(
                        "config.yaml has 18 problems:",
                        "host 0.0.0.0 is open to other machines but there are no client keys: make one with `tierwise keys"
                                + " new` and put its hash under keys, or listen on 127.0.0.1 at server.host (config.yaml:1:16)",
                        "server.port is 99999, it must be a whole number in 0..65535 (config.yaml:1:31)",
                        "unknown key \"timeout\" (config.yaml:2:1), did you mean \"timeouts\"?",
                        "timeouts.idle is 30, did you mean 30s? (config.yaml:3:18)",
                        "providers.a.wire is opneai, it must be one of openai, anthropic (config.yaml:5:13)",
                        "providers.a.base_url is ftp://x, it must be an http or https URL without a query, such as"
                                + " https://host/v1 (config.yaml:5:31)",
                        "environment variable NOPE is not set, providers.a.api_key refers to it (config.yaml:5:49): set it,"
                                + " or write $${NOPE} for the text itself",
                        "unknown provider \"aa\" at models.m.provider (config.yaml:7:17), did you mean \"a\"?",
                        "fallbacks go in a circle: m -> n -> m at models.m.fallbacks (config.yaml:7:42)",
                        "models.n.model is a whole number (7), it must be text: put it in quotes (config.yaml:8:27)",
                        "key \"output\" is missing at models.n.price (config.yaml:8:53)",
                        "models.n.price.input is -1, it must be in 0..1000000 dollars (config.yaml:8:61)",
                        "a name at models is router-x, it may hold letters, digits, . _ : / @ + -, and must not be router,"
                                + " auto or begin with router- (config.yaml:9:3)",
                        "key \"model\" is missing at models.router-x (config.yaml:9:13)",
                        "routers.r.bundle is nowhere, and neither " + folder.resolve("nowhere") + " nor "
                                + Path.of("nowhere").toAbsolutePath() + " is a folder (config.yaml:11:15)",
                        "routers.r.threshold is 1.7, it must be in 0..1 (config.yaml:11:35)",
                        "\"threshold\" and \"strong_share\" at routers.r exclude each other: keep one (config.yaml:11:40)",
                        "unknown model \"mm\" at routers.r.weak (config.yaml:11:75), did you mean \"m\"?");
    }

    @Test
    void aSecretIsNeverPartOfAProblemOrOfTheEffectiveConfiguration() {
        ConfigLoader.Loaded loaded = load(SAMPLE);
        assertThat(loaded.effective()).doesNotContain("sk-secret").contains("***");
        assertThat(loaded.config().toString()).doesNotContain("sk-secret");
        assertThat(problems("server: {host: x y, port: ${KEY}}\nproviders: {a: {base_url: ${KEY}, api_key: [x]}}"))
                .isNotEmpty()
                .noneMatch(problem -> problem.contains("sk-secret"));
    }

    @Test
    void referencesToTheEnvironmentAreResolvedAnywhereInAValueAndCanBeWrittenOut() {
        Config config = load("""
                server: {port: ${PORT}}
                providers:
                  a: {base_url: "http://host-${PORT}/v1", api_key: "x-${KEY}-y", headers: {a: $${KEY}, b: $KEY}}
                  b:
                    base_url: http://127.0.0.1/v1 # ${NOT_THERE} in a comment means nothing
                    api_key: ${KEY}
                """).config();
        assertThat(config.server().port()).isZero();
        Provider a = in(config.providers(), "a");
        assertThat(a.baseUrl()).isEqualTo("http://host-0/v1");
        assertThat(a.apiKeys()).containsExactly(new Secret("x-sk-secret-y"));
        assertThat(a.headers()).containsEntry("a", new Secret("${KEY}")).containsEntry("b", new Secret("$KEY"));
        assertThat(in(config.providers(), "b").apiKeys()).containsExactly(new Secret("sk-secret"));
        assertThat(problems("server: {host: ${EMPTY}}")).containsExactly("server.host is blank (config.yaml:1:16)");
    }

    @Test
    void whatIsHeldInOneArrayIsBounded() {
        for (String key : List.of("max_body", "max_header", "stream_buffer")) {
            assertThat(problems("limits: {" + key + ": 2GB}"))
                    .containsExactly("limits.%s is 2GB, it must be at most 1GB (config.yaml:1:%d)"
                            .formatted(key, 12 + key.length()));
        }
    }

    @Test
    void aListOfWhatIsAllowedThatHoldsNothingIsNotTakenForAll() {
        String key = "keys: [{name: a, sha256: " + HASH + ", ";
        for (String list : List.of("models", "routed_models")) {
            for (String nothing : List.of("[]", "null", "")) {
                assertThat(problems(key + list + ": " + nothing + "}]"))
                        .containsExactly(
                                "keys[0].%s is empty (config.yaml:1:%d): name at least one, or leave the key out"
                                        .formatted(list, key.length() + list.length() + (nothing.isEmpty() ? 2 : 3)));
            }
        }
        assertThat(problems(residency("{regions: [], policies: [p]}")))
                .containsExactly(
                        "routers.r.stages[0].residency.regions is empty (config.yaml:4:51): name at least one, or"
                                + " leave the key out");
    }

    @Test
    void aResidencyThatDemandsNothingIsAProblem() {
        assertThat(problems(residency("{}")))
                .containsExactly("one of \"regions\" and \"policies\" is missing at routers.r.stages[0].residency"
                        + " (config.yaml:4:41)");
        assertThat(problems(residency("{policies: [p]}"))).isEmpty();
    }

    private static String residency(String stage) {
        return """
                providers: {a: {base_url: 'http://x'}}
                models: {m: {provider: a, model: x}}
                routers:
                  r: {models: [m], stages: [{residency: %s}, {objective: {cost: 1}}]}
                """.formatted(stage);
    }

    @Test
    void aModelIsServedSomewhere() {
        assertThat(problems("models: {m: {deployments: []}}"))
                .containsExactly("models.m.deployments is empty (config.yaml:1:27): name at least one, or leave the key"
                        + " out");
    }

    @Test
    void noTimeIsSoLongThatItsNanosecondsCannotBeCounted() {
        assertThat(problems("timeouts: {total: 8760h}")).isEmpty();
        assertThat(problems("timeouts: {total: 8761h}\nlimits: {upload: 9999999h, drain: 999999999m}"))
                .containsExactly(
                        "config.yaml has 3 problems:",
                        "timeouts.total is 8761h, it must be at most 8760h (config.yaml:1:19)",
                        "limits.upload is 9999999h, it must be at most 8760h (config.yaml:2:18)",
                        "limits.drain is 999999999m, it must be at most 8760h (config.yaml:2:35)");
    }

    @Test
    void anAddressHasAPortThatThereCanBe() {
        for (String port : List.of("0", "65536", "99999")) {
            assertThat(problems("providers: {a: {base_url: 'http://x:" + port + "/v1'}}"))
                    .containsExactly("providers.a.base_url is http://x:" + port
                            + "/v1, its port must be in 1..65535 (config.yaml:1:27)");
        }
        assertThat(problems("providers: {a: {base_url: 'http://x:65535/v1'}}")).isEmpty();
    }

    @Test
    void aHeaderHasANameThatCanBeSent() {
        assertThat(problems("""
                providers:
                  a: {base_url: 'http://x', headers: {x-team: t, Content-Length: "12", HOST: h}}
                telemetry: {headers: {x foo: a, transfer-encoding: chunked}}
                """))
                .containsExactly(
                        "config.yaml has 4 problems:",
                        "a name at providers.a.headers is Content-Length, which belongs to the connection: leave it out"
                                + " (config.yaml:2:50)",
                        "a name at providers.a.headers is HOST, which belongs to the connection: leave it out"
                                + " (config.yaml:2:72)",
                        "a name at telemetry.headers is x foo, it may hold letters, digits and ! # $ % & ' * + - . ^ _ ` |"
                                + " ~ (config.yaml:3:23)",
                        "a name at telemetry.headers is transfer-encoding, which belongs to the connection: leave it out"
                                + " (config.yaml:3:33)");
    }

    @Test
    void aKeyThatIsThereTwiceIsNamedWithBothPlaces() {
        assertThat(problems("limits:\n  drain: 1s\n  drain: 2s"))
                .containsExactly("key \"drain\" at limits is there twice (config.yaml:3:3), first on line 2");
    }

    @Test
    void whatIsNotYamlIsSaidWithItsPlace() {
        assertThat(problems("server: {host: a\nmodels: {"))
                .singleElement()
                .asString()
                .startsWith("this is not YAML: ")
                .contains("(config.yaml:2:");
    }

    @Test
    void aFileThatIsNotThereOrNotTextIsNamed() throws IOException {
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        for (Path file : List.of(folder.resolve("none.yaml"), folder, binary)) {
            assertThatThrownBy(() -> ConfigLoader.load(file, ENVIRONMENT))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test
    void anotherAddressIsHeldToTheSameRule() {
        Config config = load("").config();
        assertThat(config.at(new Server("localhost", 0)).server().port()).isZero();
        assertThatThrownBy(() -> config.at(new Server("0.0.0.0", 80)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("tierwise keys new");
    }

    @Test
    void theEffectiveConfigurationIsAConfigurationThatSaysTheSame() {
        ConfigLoader.Loaded first = load(SAMPLE);
        ConfigLoader.Loaded second = load(first.effective());
        assertThat(second.effective()).isEqualTo(first.effective());
        assertThat(second.config().models().keySet())
                .isEqualTo(first.config().models().keySet());
    }

    @Test
    void whateverIsWrittenTheAnswerIsAConfigurationOrAListOfProblems() {
        String scraps = "{}[]:,'\"#&*!|>%@`-? \n\t${}0a.~<";
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder yaml = new StringBuilder(SAMPLE);
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(yaml.length());
                int end = Math.min(yaml.length(), at + random.nextInt(3));
                yaml.replace(at, end, String.valueOf(scraps.charAt(random.nextInt(scraps.length()))));
            }
            try {
                load(yaml.toString());
            } catch (BadInputException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("config.yaml:");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ":\n" + yaml, e);
            }
        }
    }

    @Test
    void aCostIsExact() {
        Price price = new Price(new BigDecimal("2.50"), new BigDecimal("1.25"), new BigDecimal("10.00"));
        assertThat(price.cost(1_000, 400, 0, 7)).isEqualByComparingTo("0.00207");
        Price writing = new Price(price.input(), price.cachedInput(), new BigDecimal("3.125"), price.output());
        assertThat(writing.cost(1_000, 400, 200, 7)).isEqualByComparingTo("0.002195");
        assertThat(price.cost(10, 20, 0, 0)).as("more cached than there is").isEqualByComparingTo("0.0000125");
    }

    @Test
    void anEndpointTakesTheModelIntoItsPathAndTheQueryBehindIt() {
        Provider azure = new Provider(
                "az",
                Wire.OPENAI,
                "https://x.example/openai/deployments/{model}/",
                List.of(),
                Provider.Auth.API_KEY,
                Map.of(),
                Map.of("b", new Secret("2&3"), "api-version", new Secret("2024-10-21")),
                true,
                1);
        assertThat(azure.endpoint("/chat/completions", "my model"))
                .hasToString("https://x.example/openai/deployments/my%20model/chat/completions"
                        + "?api-version=2024-10-21&b=2%263");
    }

    private ConfigLoader.Loaded load(String yaml) {
        return ConfigLoader.load(yaml, "config.yaml", folder, ENVIRONMENT);
    }

    private static <T> T in(Map<String, T> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private List<String> problems(String yaml) {
        try {
            load(yaml);
            return List.of();
        } catch (BadInputException e) {
            return String.valueOf(e.getMessage()).lines().toList();
        }
    }
}
