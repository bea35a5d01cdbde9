package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.IoReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated models say: a recorded answer where one is known for the prompt, else a text made from the model
 * and the prompt alone, so that a test can know it beforehand. Immutable.
 */
public final class Answers {
    private static final Pattern COUNT_TO = Pattern.compile("\\bcount to (\\d{1,5})\\b", Pattern.CASE_INSENSITIVE);
    private static final int WORDS_REPEATED = 12;

    /** Prompt to answers by model, and which recorded model each simulated one speaks for. */
    private final Map<String, Map<String, String>> recorded;

    private final Map<String, String> speaksFor;

    private Answers(Map<String, Map<String, String>> recorded, Map<String, String> speaksFor) {
        this.recorded = recorded;
        this.speaksFor = speaksFor;
    }

    static Answers made() {
        return new Answers(Map.of(), Map.of());
    }

    /**
     * Recorded answers, one JSON object per line: {@code {"id", "prompt", "responses": {MODEL: TEXT}}}. The first two
     * models of the first line are the strong and the weak one.
     *
     * @throws BadInputException where the file cannot be read, or a line is not of that shape
     */
    static Answers recorded(Path file) {
        Map<String, Map<String, String>> recorded = new HashMap<>();
        List<String> models = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Map<String, String> responses = new LinkedHashMap<>();
                JsonNode row = row(file, number, line);
                row.path("responses")
                        .properties()
                        .forEach(e -> responses.put(e.getKey(), e.getValue().asText()));
                recorded.put(row.path("prompt").asText().strip(), responses);
                if (models.isEmpty()) {
                    models.addAll(responses.keySet());
                }
            }
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": not UTF-8", e);
        } catch (IOException e) {
            throw new BadInputException(
                    file + ": cannot be read (" + IoReason.of(e) + "); give a file of JSON lines", e);
        }
        if (models.size() < 2) {
            throw new BadInputException(file + ": needs answers of two models, a strong one first, found " + models);
        }
        return new Answers(recorded, Map.of("sim-strong", models.get(0), "sim-weak", models.get(1)));
    }

    private static JsonNode row(Path file, int number, String line) {
        try {
            JsonNode row = Json.read(line.getBytes(StandardCharsets.UTF_8));
            if (row.path("prompt").isTextual() && row.path("responses").isObject()) {
                return row;
            }
            throw BadInputException.at(file.toString(), number, "each line needs a `prompt` and `responses` by model");
        } catch (IOException e) {
            throw BadInputException.at(file.toString(), number, "not a JSON object");
        }
    }

    /** Whether the model is one of those recorded, to be named as it is. */
    boolean knows(String model) {
        return recorded.values().stream().limit(1).anyMatch(r -> r.containsKey(model));
    }

    String answer(String model, String prompt, int images) {
        Map<String, String> responses = recorded.getOrDefault(prompt.strip(), Map.of());
        String text = responses.get(speaksFor.getOrDefault(model, model));
        return text == null ? text(model, prompt, images) : text;
    }

    /**
     * The made answer. "Count to 60", anywhere in the prompt, is answered with the numbers and nothing else by every
     * model; to any other prompt a model answers with its own name, the beginning of the prompt and its checksum.
     *
     * @param images how many the prompt came with
     */
    public static String text(String model, String prompt, int images) {
        Matcher count = COUNT_TO.matcher(prompt);
        if (count.find()) {
            return IntStream.rangeClosed(1, Integer.parseInt(count.group(1)))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
        }
        CRC32 checksum = new CRC32();
        checksum.update(prompt.getBytes(StandardCharsets.UTF_8));
        List<String> words = Tokens.of(prompt);
        String beginning = String.join("", words.subList(0, Math.min(WORDS_REPEATED, words.size())))
                .strip();
        return String.format(
                Locale.ROOT,
                "I am %s. You said \"%s\" in %d words with checksum %08x.%s That is all I have to say.",
                model,
                beginning,
                words.size(),
                checksum.getValue(),
                images == 0 ? "" : " I see " + images + (images == 1 ? " image." : " images."));
    }

    /** The made answer to a tool's result. */
    public static String afterTool(String model, String toolResult) {
        return "I am " + model + ". The tool says: " + toolResult;
    }

    static String afterTool(Ask ask, @Nullable String toolResult) {
        return afterTool(ask.model(), toolResult == null ? "" : toolResult);
    }
}
