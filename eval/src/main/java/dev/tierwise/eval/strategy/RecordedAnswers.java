package dev.tierwise.eval.strategy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.io.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
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
    public static RecordedAnswers read(Path path) throws IOException {
        JsonMapper json = new JsonMapper();
        Map<String, JsonNode> byId = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                JsonNode row = json.readTree(line);
                if (!row.path("id").isTextual() || !row.path("responses").isObject()) {
                    throw BadInputException.at(
                            path.toString(), number, "each line needs an `id` and `responses` by model");
                }
                byId.put(row.get("id").asText(), row.get("responses"));
            }
        } catch (NoSuchFileException e) {
            throw new BadInputException(path + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            throw new BadInputException(path + ": " + e.getOriginalMessage(), e);
        }
        return new RecordedAnswers(path.toString(), byId);
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
