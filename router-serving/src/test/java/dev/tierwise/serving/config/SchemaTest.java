package dev.tierwise.serving.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.file.EnvReferences;
import dev.tierwise.serving.config.file.SchemaSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The schema and the reference in docs/ are what the loader does. After a change of keys, write them anew with
 * {@code TIERWISE_WRITE=1 ./mvnw -pl router-serving -am test -Dtest=SchemaTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SchemaTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final boolean WRITE = "1".equals(System.getenv("TIERWISE_WRITE"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE_BEGIN = "<!-- keys: begin -->\n";
    private static final String TABLE_END = "<!-- keys: end -->\n";

    @TempDir
    static Path folder;

    @BeforeAll
    static void bundle() throws IOException {
        Files.createDirectories(folder.resolve("models/default"));
    }

    @Test
    void theSchemaInDocsIsTheLoadersOwn() throws IOException {
        Path file = DOCS.resolve("config.schema.json");
        String schema = ConfigSchema.json() + "\n";
        if (WRITE) {
            Files.writeString(file, schema);
        }
        assertThat(file).hasContent(schema);
    }

    @Test
    void theReferenceInDocsHasEveryKeyWithItsTypeAndDefault() throws IOException {
        Path file = DOCS.resolve("config.md");
        String table = "| Key | Type | Default | What it is for |\n| --- | --- | --- | --- |\n"
                + ConfigSchema.rows().stream().map(SchemaTest::row).collect(Collectors.joining());
        String page = Files.readString(file);
        int begin = page.indexOf(TABLE_BEGIN) + TABLE_BEGIN.length();
        int end = page.indexOf(TABLE_END);
        if (WRITE) {
            page = page.substring(0, begin) + table + page.substring(end);
            Files.writeString(file, page);
            end = page.indexOf(TABLE_END);
        }
        assertThat(page.substring(begin, end)).isEqualTo(table);
    }

    private static String row(SchemaSection.Row row) {
        return "| `" + row.path() + "` | " + row.type().replace("|", "\\|") + " | " + row.fallback() + " | " + row.doc()
                + " |\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ConfigLoaderTest.SAMPLE,
                "",
                "limits:\nkeys:\nproviders:\n",
                "server: {host: localhost, port: ${PORT}}",
                "keys: [{name: a, sha256: " + ConfigLoaderTest.HASH + "}]\nserver: {host: 0.0.0.0}",
                "log: {decisions: logs/d.jsonl, max_size: 10MB, prompts: true, redact: ['[0-9]{4}'], access: false}",
                "telemetry: {otlp_endpoint: http://127.0.0.1:4318, headers: {a: ${KEY}}, sample: 0.1}",
                "providers: {az: {base_url: 'https://x.example/openai/deployments/{model}', auth: api_key, api_key: k,"
                        + " query: {api-version: '2024-10-21'}, ask_usage: false}}",
                "limits: {max_body: 1MB, queue_wait: 0s, max_queue: 0}",
                "providers: {a: {base_url: 'http://x'}}\nmodels: {m: {provider: a, model: x, languages: [de], policies: [p],"
                        + " quality: 0.5}, n: {provider: a, model: y}}\nrouters: {r: {strong: m, weak: n, stages: [{residency:"
                        + " {regions: [eu]}}, {max_price: 0.1}, {rules: [{name: a, hours: 22-6, tags: {plan: '*'}, to: [m]}]},"
                        + " {semantic: {similarity: 0.4, routes: {s: {to: [n], examples: [hi]}}}}, {objective: {cost: 1}},"
                        + " {cascade: {checks: [{candour: true}, {judge: {model: m}}]}}, {speculative: {}}]}}",
                "timeouts: {connect: 100ms, total: 1h}\nretries: {num_retries: 0, backoff: 0ms}",
                "timeouts: {connect: 999999999ms, headers: 31536000s, answer: 525600m, total: 8760h, idle: 007s}",
                "retries: {backoff: 00h}",
                "limits: {max_body: 1GB, stream_buffer: 1024MB, max_header: 1048576KB, max_concurrent: 2147483647}",
                "providers: {a: {base_url: 'http://x:65535/v1'}, b: {base_url: 'http://[::1]:08080'}, c: {base_url:"
                        + " 'https://x.example:/v1'}, d: {base_url: 'http://x', headers: {hosts: a, x-host: b}}}",
                "providers: {a: {base_url: 'http://x'}}\nmodels: {m: {provider: a, model: x}}\nrouters: {r: {models: [m], stages:"
                        + " [{rules: [{name: a, hours: 00-24, to: [m]}]}]}}",
            })
    void whatIsRightIsRightForBoth(String yaml) {
        assertThat(schemaRefuses(yaml)).as("schema").isEmpty();
        assertThat(loaderRefuses(yaml)).as("loader").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- a list",
                "just text",
                "sever: {}",
                "server: {host: 7}",
                "server: {host: ''}",
                "server: {port: 65536}",
                "server: {port: -1}",
                "server: {port: 80.5}",
                "server: {port: '80'}",
                "server: [127.0.0.1]",
                "keys: {name: a}",
                "keys: [{name: a}]",
                "keys: [{name: a, sha256: abc}]",
                "keys: [null]",
                "keys: [{name: a, sha256: " + ConfigLoaderTest.HASH + ", models: []}]",
                "keys: [{name: a, sha256: " + ConfigLoaderTest.HASH + ", routed_models: null}]",
                "providers: {a: {}}",
                "providers: {a: null}",
                "providers: {a: {base_url: 'ftp://x'}}",
                "providers: {a: {base_url: 'http://x/v1?key=1'}}",
                "providers: {a: {base_url: 'http://x', wire: grpc}}",
                "providers: {a: {base_url: 'http://x', api_key: k, api_keys: [k]}}",
                "providers: {a: {base_url: 'http://x', api_key: 12345}}",
                "providers: {a: {base_url: 'http://x', api_key: ' '}}",
                "providers: {a: {base_url: 'http://x', api_key: \"a\\nb\"}}",
                "providers: {a: {base_url: 'http://x', headers: {a: 1}}}",
                "providers: {a: {base_url: 'http://x', headers: [a]}}",
                "providers: {a: {base_url: 'http://x', headers: {x foo: a}}}",
                "providers: {'a b': {base_url: 'http://x'}}",
                "models: {m: {}}",
                "models: {m: {provider: a}}",
                "models: {m: {model: a}}",
                "models: {m: {provider: a, model: x, deployments: [{provider: a, model: x}]}}",
                "models: {m: {deployments: []}}",
                "models: {m: {deployments: [{provider: a}]}}",
                "models: {m: {deployments: [{provider: a, model: x, weight: 0}]}}",
                "models: {m: {provider: a, model: x, price: {input: 1}}}",
                "models: {m: {provider: a, model: x, price: {input: '1', output: 2}}}",
                "models: {m: {provider: a, model: x, price: {input: -1, output: 2}}}",
                "models: {m: {provider: a, model: x, capabilities: [flying]}}",
                "models: {m: {provider: a, model: x, context_window: 0}}",
                "models: {m: {provider: a, model: x, timeouts: {conect: 1s}}}",
                "models: {m: {provider: a, model: x, stream_recovery: retry}}",
                "models: {router: {provider: a, model: x}}",
                "models: {router-x: {provider: a, model: x}}",
                "routers: {r: {bundle: models/default, strong: a, weak: b}}",
                "routers: {r: {bundle: models/default, strong: a, weak: b, threshold: 0.5, strong_share: 0.5}}",
                "routers: {r: {bundle: models/default, strong: a, weak: b, threshold: 1.01}}",
                "routers: {r: {bundle: models/default, strong: a, weak: b, threshold: high}}",
                "routers: {r: {bundle: models/default, strong: a, threshold: 1}}",
                "routers: {r-0.5: {bundle: models/default, strong: a, weak: b, threshold: 0.5}}",
                "routers: {r: {strong: a, weak: b, stages: [{clasifier: {threshold: 0.5}}]}}",
                "routers: {r: {strong: a, weak: b, stages: [{classifier: {}}]}}",
                "routers: {r: {strong: a, weak: b, stages: [{max_price: 1, speculative: {}}]}}",
                "routers: {r: {models: [a], stages: [{rules: [{name: a, hours: 9to5, to: [a]}]}]}}",
                "routers: {r: {models: [a], stages: [{residency: {}}]}}",
                "routers: {r: {models: [a], stages: [{residency: {regions: [], policies: [p]}}]}}",
                "routers: {r: {models: [a], stages: [{semantic: {similarity: 2}}]}}",
                "routers: {r: {models: [a], stages: [{objective: {cost: -1}}]}}",
                "routers: {r: {strong: a, weak: b, stages: [{cascade: {checks: [{judge: {}}]}}]}}",
                "timeouts: {idle: 30}",
                "timeouts: {idle: 0s}",
                "timeouts: {idle: 30 s}",
                "timeouts: {idle: null}",
                "timeouts: {idle: 000s}",
                "timeouts: {idle: 0000000001s}",
                "timeouts: {idle: 31536001s}",
                "timeouts: {idle: 525601m}",
                "timeouts: {idle: 8761h}",
                "limits: {drain: 10000h}",
                "limits: {max_body: 2GB}",
                "limits: {max_body: 1025MB}",
                "limits: {stream_buffer: 1048577KB}",
                "limits: {max_concurrent: 2147483648}",
                "providers: {a: {base_url: 'http://x:0/v1'}}",
                "providers: {a: {base_url: 'http://x:65536/v1'}}",
                "providers: {a: {base_url: 'http://[::1]:100000'}}",
                "providers: {a: {base_url: 'http://me:secret@x/v1'}}",
                "providers: {a: {base_url: 'http://x', headers: {Host: a}}}",
                "providers: {a: {base_url: 'http://x', headers: {content-LENGTH: '1'}}}",
                "telemetry: {otlp_endpoint: 'http://x', headers: {Connection: a}}",
                "routers: {r: {models: [a], stages: [{rules: [{name: a, hours: 24-6, to: [a]}]}]}}",
                "routers: {r: {models: [a], stages: [{rules: [{name: a, hours: 9-00, to: [a]}]}]}}",
                "retries: {num_retries: two}",
                "breaker: {failure_rate: 2}",
                "stream_recovery: true",
                "limits: {max_body: 25}",
                "limits: {max_body: 25mb}",
                "log: {access: maybe}",
                "log: {access: 'true'}",
                "log: {redact: abc}",
            })
    void whatIsWrongIsWrongForBoth(String yaml) {
        assertThat(schemaRefuses(yaml)).as("schema").isNotEmpty();
        assertThat(loaderRefuses(yaml)).as("loader").isNotEmpty();
    }

    private static String schemaRefuses(String yaml) {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ConfigSchema.json());
        Object tree = new Load(
                        LoadSettings.builder().setSchema(new CoreSchema()).build())
                .loadFromString(EnvReferences.hide(yaml));
        return schema.validate(json(tree)).toString().replace("[]", "");
    }

    private static JsonNode json(Object tree) {
        try {
            return JSON.readTree(EnvReferences.shown(JSON.writeValueAsString(tree)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String loaderRefuses(String yaml) {
        try {
            ConfigLoader.load(yaml, "config.yaml", folder, Map.of("KEY", "k", "PORT", "0"));
            return "";
        } catch (BadInputException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
