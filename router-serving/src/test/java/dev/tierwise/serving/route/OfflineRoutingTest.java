package dev.tierwise.serving.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.testing.TestBundles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineRoutingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WITHOUT_USER = "{\"messages\":[{\"role\":\"system\",\"content\":\"Prove it.\"}]}";

    @TempDir
    Path folder;

    @Test
    void whatItIsAskedAboutUsesUpNobodysShareOfStrong() throws IOException {
        Path file = Files.writeString(
                folder.resolve("tierwise.yaml"), """
                providers:
                  nobody: {base_url: "http://127.0.0.1:9/v1"}
                models:
                  big: {provider: nobody, model: big}
                  small: {provider: nobody, model: small}
                routers:
                  default:
                    bundle: "%s"
                    strong: big
                    weak: small
                    stages: [{classifier: {threshold: 0.5}}, {strong_share_cap: 0.005}]
                """.formatted(TestBundles.write(folder.resolve("bundle"), 7)));
        byte[] body = WITHOUT_USER.getBytes(StandardCharsets.UTF_8);
        try (OfflineRouting routing =
                OfflineRouting.open(ConfigLoader.load(file, Map.of()).config(), _ -> {})) {
            for (int i = 0; i < 3; i++) {
                JsonNode plan = JSON.readTree(routing.explain(body, "router", null, null, null));
                assertThat(plan.path("tier").asText()).as("line %d", i).isEqualTo("strong");
            }
        }
    }
}
