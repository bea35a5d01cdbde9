package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.ReplayedProvider;
import dev.tierwise.serving.testing.RunningProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of more than one choice, of providers that end them without a mark of the end. */
class SeveralChoicesTest {
    private static final String SAID = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}";
    private static final String FINISHED =
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String DONE = "[DONE]";

    @TempDir
    Path folder;

    @Test
    void aStreamThatEndsBeforeAChoiceHasBegunIsCut() throws Exception {
        try (ReplayedProvider provider = ReplayedProvider.start();
                RunningProxy proxy = RunningProxy.start(folder, """
                          replayed: {base_url: "REPLAYED/v1"}
                        models:
                          any: {provider: replayed, model: any}
                        log: {access: false}
                        """.replace("REPLAYED", provider.uri()))) {
            provider.stream(SAID, FINISHED);
            assertThat(ask(proxy, 2)).contains("Hello", "malformed_answer");
            assertThat(ask(proxy, 1)).contains("Hello").doesNotContain("error");

            provider.stream(SAID, FINISHED, FINISHED.replace("\"index\":0", "\"index\":1"));
            assertThat(ask(proxy, 2)).contains("Hello").doesNotContain("error");

            provider.stream(SAID, FINISHED, DONE);
            assertThat(ask(proxy, 2))
                    .as("of a provider that gives one choice only")
                    .contains("Hello")
                    .doesNotContain("error");
        }
    }

    private static String ask(RunningProxy proxy, int choices) throws Exception {
        String body = RunningProxy.chatBody("any", "hi", true).replaceFirst("\\{", "{\"n\":" + choices + ",");
        return proxy.send("/v1/chat/completions", body).body();
    }
}
