package dev.tierwise.serving.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The end of {@code scripts/quickstart}: OpenAI's own client, whose base URL is the proxy's, asks the prompts on standard
 * input ({@code {"prompt": "..."}} a line) and prints who answered.
 */
final class QuickstartChat {
    private static final int SHOWN = 48;

    private QuickstartChat() {}

    public static void main(String[] args) throws IOException {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(args[0] + "/v1")
                .apiKey("none-needed-on-loopback")
                .build();
        ObjectMapper json = new ObjectMapper();
        System.out.printf("%-11s %-49s %s%n", "answered by", "prompt", "answer");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String prompt = json.readTree(line).path("prompt").asText();
                try (HttpResponseFor<ChatCompletion> response = client.chat()
                        .completions()
                        .withRawResponse()
                        .create(ChatCompletionCreateParams.builder()
                                .model("router")
                                .addUserMessage(prompt)
                                .build())) {
                    ChatCompletion answer = response.parse();
                    String text =
                            answer.choices().getFirst().message().content().orElse("");
                    System.out.printf("%-11s %-49s %s%n", answer.model(), shown(prompt), shown(text));
                }
            }
        } finally {
            client.close();
        }
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 3) + "...";
    }
}
