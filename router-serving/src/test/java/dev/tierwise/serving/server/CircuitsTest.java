package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.RunningProxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opens the circuit of a deployment, and what must not, since a client can bring it about. */
class CircuitsTest {
    @TempDir
    Path folder;

    @Test
    void areOpenedByRefusedCredentialsAndNotByWhatIsNotFound() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  lost: {provider: sim, model: sim-404}
                  claude: {provider: sim-anthropic, model: sim-404}
                  refused: {provider: sim, model: sim-401}
                breaker: {failures: 3}
                """)) {
            for (int i = 0; i < 6; i++) {
                for (String model : new String[] {"lost", "claude"}) {
                    HttpResponse<String> lost = proxy.chat(model, "hi");
                    assertThat(lost.statusCode()).as(lost.body()).isEqualTo(404);
                    assertThat(lost.body()).contains("\"error\"").doesNotContain("attempts");
                }
            }
            assertThat(proxy.provider().requests()).as("all were asked").hasSize(12);
            for (int i = 0; i < 6; i++) {
                assertThat(proxy.chat("refused", "hi").statusCode()).isIn(502, 503);
            }
            assertThat(proxy.provider().requests()).hasSize(12 + 3);
        }
    }
}
