package dev.tierwise.serving.bench;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** What is asked and what the mock provider answers: the same for every system. */
final class Answers {
    /** Events of one flat-out stream, the last two included. */
    static final int EVENTS = 62;

    /** A whole answer of some 600 bytes. */
    static final String WHOLE = """
            {"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"sim-weak",\
            "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"logprobs":null,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":40,"completion_tokens":60,"total_tokens":100},"system_fingerprint":"fp_bench"}
            """.formatted(
                    "Sixty tokens of an answer that nobody reads. ".repeat(6).strip());

    /** Four times what a router remembers. */
    static final int BODIES = 1 << 14;

    private Answers() {}

    static String stream() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < EVENTS - 2; i++) {
            out.append(event("{\"content\":\" token" + i + "\"}", "null"));
        }
        return out.append(event("{}", "\"stop\"")).append("data: [DONE]\n\n").toString();
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"sim-weak\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish
                + "}]}\n\n";
    }

    /**
     * Chat bodies, all different, so that nothing is gained by remembering one.
     *
     * @param prompts a CSV file of labelled rows
     * @param chars about how long each prompt is
     */
    static List<byte[]> bodies(Path prompts, String model, int chars, boolean stream) throws IOException {
        return prompts(prompts, chars).stream()
                .map(prompt -> ("{\"model\":\"" + model
                                + "\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful"
                                + " assistant.\"},{\"role\":\"user\",\"content\":" + TextNode.valueOf(prompt)
                                + "}],\"temperature\":0.7,\"stream\":" + stream + "}")
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** The prompts of those bodies. */
    static List<String> prompts(Path prompts, int chars) throws IOException {
        List<String> texts = new ArrayList<>();
        try (CSVParser rows = CSVParser.parse(
                prompts,
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            rows.forEach(row -> texts.add(row.get("prompt")));
        }
        Random random = new Random(chars);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            StringBuilder prompt = new StringBuilder("Request " + i + ". ");
            while (prompt.length() < chars) {
                prompt.append(texts.get(random.nextInt(texts.size()))).append(' ');
            }
            prompt.setLength(chars);
            made.add(prompt.toString());
        }
        return made;
    }
}
