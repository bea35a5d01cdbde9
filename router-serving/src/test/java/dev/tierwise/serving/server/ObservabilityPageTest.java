package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/observability.md} names every metric of ours, every field of the decision log and every error code, and none that is not there. */
class ObservabilityPageTest {
    private static final Path PAGE = Path.of("..", "docs", "observability.md");
    private static final Path BUNDLE =
            Path.of("..", "models", "default-fast").toAbsolutePath().normalize();
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE ((?:tierwise|gen_ai)_\\w+) ");
    private static final Pattern NAMED = Pattern.compile("`((?:tierwise|gen_ai)_\\w+)");

    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    @TempDir
    private Path folder;

    @Test
    void namesWhatIsThereAndNothingElse() throws Exception {
        String page = Files.readString(PAGE);
        Path log = folder.resolve("decisions.jsonl");
        String metrics;
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  big: {provider: sim, model: sim-strong, rpm: 100, price: {input: 2.5, output: 10}}
                  small: {provider: sim, model: sim-weak}
                routers:
                  default: {bundle: "%s", strong_share: 0.3, strong: big, weak: small}
                log: {decisions: "%s", prompts: true}
                """.formatted(BUNDLE, log))) {
            String body = RunningProxy.chatBody("router", "Prove that e is irrational.", true);
            for (int i = 0; i < 2; i++) {
                assertThat(proxy.send("/v1/chat/completions", body).statusCode())
                        .isEqualTo(200);
                assertThat(proxy.chat("small", "Hello").statusCode()).isEqualTo(200);
                assertThat(proxy.chat("big", "Hello").statusCode()).isEqualTo(200);
            }
            metrics = proxy.get("/metrics").body();
        }

        assertThat(names(NAMED, page)).isEqualTo(names(TYPE, metrics));
        Set<String> fields = new TreeSet<>();
        for (String line : Files.readAllLines(log)) {
            collect(new ObjectMapper().readTree(line), fields);
        }
        assertThat(fields).isNotEmpty().allSatisfy(field -> assertThat(page).contains("`" + field + "`"));
    }

    @Test
    void namesEveryErrorCodeOnceAndNoOther() throws IOException {
        String page = Files.readString(PAGE);
        List<String> codes = page.substring(page.indexOf("## Errors"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .flatMap(row -> CODE.matcher(row.split("\\|", -1)[2]).results())
                .map(found -> found.group(1))
                .toList();

        List<String> ours = new ArrayList<>(List.of("status_NNN", "http_NNN"));
        for (ErrorCode code : ErrorCode.values()) {
            ours.add(code.text());
        }
        assertThat(codes).containsExactlyInAnyOrderElementsOf(ours);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                // A timer's greatest value of late is a meter of its own.
                .map(name -> name.replaceAll("_max$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collect(JsonNode node, Set<String> fields) {
        node.properties().forEach(field -> {
            fields.add(field.getKey());
            List<String> opaque = List.of("timings_us", "pushes");
            if (!opaque.contains(field.getKey())) {
                collect(field.getValue(), fields);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, fields));
        }
    }
}
