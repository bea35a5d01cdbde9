package dev.tierwise.eval.strategy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.io.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What models answered, by id of the row: JSON lines of {@code {"id", "responses": {MODEL: TEXT}}}. Immutable.
 */
public final class RecordedAnswers {
    private final String file;
    private final Map<String, JsonNode> byId;

    private RecordedAnswers(String file, Map<String, JsonNode> byId) {
        this.file = file;
        this.byId = byId;
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException where it is not of that shape
     */
    public static RecordedAnswers read(Path path) {
        JsonMapper json = new JsonMapper();
        Map<String, JsonNode> byId = new HashMap<>();
        // Bytes pass through Latin-1 as they are, so that a line that is not UTF-8 is refused by its own number.
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                JsonNode row = parse(json, line.getBytes(StandardCharsets.ISO_8859_1), path, number);
                if (!row.path("id").isTextual() || !row.path("responses").isObject()) {
                    throw BadInputException.at(
                            path.toString(), number, "each line needs an `id` and `responses` by model");
                }
                JsonNode before = byId.put(row.get("id").asText(), row.get("responses"));
                if (before != null && !before.equals(row.get("responses"))) {
                    throw BadInputException.at(
                            path.toString(),
                            number,
                            "id \"" + row.get("id").asText() + "\" is there twice, with other answers; keep one");
                }
            }
        } catch (NoSuchFileException e) {
            throw new BadInputException(path + ": there is no such file", e);
        } catch (IOException e) {
            throw new BadInputException(
                    path + ": cannot be read (" + e.getMessage() + "); give a file of JSON lines", e);
        }
        return new RecordedAnswers(path.toString(), byId);
    }

    private static JsonNode parse(JsonMapper json, byte[] line, Path path, int number) throws IOException {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw BadInputException.at(
                    path.toString(), number, "not JSON in UTF-8 (" + e.getOriginalMessage() + "); mend the line");
        }
    }

    /** The answer of a model to a row. */
    String of(String model, String id) {
        JsonNode answer = byId.getOrDefault(id, JsonMapper.builder().build().createObjectNode())
                .path(model);
        if (!answer.isTextual()) {
            throw new BadInputException(file + " has no answer of \"" + model + "\" to row " + id);
        }
        return answer.asText();
    }
}
