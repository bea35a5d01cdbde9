package dev.tierwise.training.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.data.CsvTable;
import dev.tierwise.core.data.Header;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.training.head.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** RouteLLM's result files as one wide CSV: the rows of all files in order, read and written one by one. */
final class GradedConversion {
    private static final JsonMapper JSON = new JsonMapper();

    private final Conversion.Graded format;
    private final Set<String> contaminated;

    /**
     * A conversion that knows which prompts have leaked.
     *
     * @param contaminatedPrompts JSON lines with an {@code eval_prompt} each
     */
    GradedConversion(Conversion.Graded format, Path contaminatedPrompts) throws IOException {
        this.format = format;
        this.contaminated = evalPrompts(contaminatedPrompts);
    }

    /** One file of results. */
    record Part(Path file, String category) {}

    Converted convert(List<Part> parts, Path to) throws IOException {
        long rows = 0;
        long leaked = 0;
        try (CSVPrinter out = new CSVPrinter(Files.newBufferedWriter(to), CSVFormat.RFC4180)) {
            out.printRecord(header());
            for (Part part : parts) {
                try (CsvTable table = CsvTable.open(part.file())) {
                    Columns columns = Columns.find(format, table.header());
                    long inFile = 0;
                    for (CsvRow row = table.next(); row != null; row = table.next()) {
                        boolean leak = contaminated.contains(row.text(columns.prompt));
                        out.printRecord(cells(part.category(), inFile, leak, columns, row));
                        inFile++;
                        leaked += leak ? 1 : 0;
                    }
                    rows += inFile;
                }
            }
        }
        return new Converted(rows, leaked);
    }

    private List<String> header() {
        Stream<String> models = format.models().stream().map(Conversion.Model::name);
        Stream<String> lengths = format.answerLengths()
                ? format.models().stream().map(model -> model.name() + "#output_chars")
                : Stream.of();
        return Stream.of(Stream.of("id", "prompt", "category", "contaminated"), models, lengths)
                .flatMap(names -> names)
                .toList();
    }

    private List<String> cells(String category, long index, boolean leak, Columns columns, CsvRow row) {
        List<String> cells = new ArrayList<>();
        cells.add(format.id().replace("{category}", category).replace("{row}", Long.toString(index)));
        cells.add(row.text(columns.prompt));
        cells.add(category);
        cells.add(leak ? "1" : "0");
        for (int column : columns.grades) {
            cells.add(grade(row.number(column)));
        }
        for (int column : columns.answers) {
            String answer = row.text(column);
            cells.add(Integer.toString(answer.codePointCount(0, answer.length())));
        }
        return cells;
    }

    private static String grade(double score) {
        if (Double.isNaN(score)) {
            return "";
        }
        return score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
    }

    private static Set<String> evalPrompts(Path file) throws IOException {
        Set<String> prompts = new HashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    prompts.add(evalPrompt(file, number, line));
                }
            }
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": broken UTF-8", e);
        }
        return prompts;
    }

    private static String evalPrompt(Path file, long number, String line) {
        try {
            JsonNode prompt = JSON.readTree(line).path("eval_prompt");
            if (prompt.isTextual()) {
                return prompt.textValue();
            }
            throw BadInputException.at(file.toString(), number, "the line has no text named \"eval_prompt\"");
        } catch (JsonProcessingException e) {
            throw BadInputException.at(file.toString(), number, "the line is not JSON: " + e.getOriginalMessage());
        }
    }

    /** Where a file has what is wanted; the models in the order of the format. */
    private record Columns(int prompt, List<Integer> grades, List<Integer> answers) {
        static Columns find(Conversion.Graded format, Header header) {
            int prompt = header.require("prompt");
            List<Integer> grades = new ArrayList<>();
            List<Integer> answers = new ArrayList<>();
            for (Conversion.Model model : format.models()) {
                String name = nameIn(header, model);
                grades.add(header.require(name));
                if (format.answerLengths()) {
                    answers.add(header.require(name + "_response"));
                }
            }
            header.check();
            return new Columns(prompt, grades, answers);
        }

        private static String nameIn(Header header, Conversion.Model model) {
            return Stream.concat(Stream.of(model.name()), model.alsoCalled().stream())
                    .filter(name -> header.find(name) != Header.ABSENT)
                    .findFirst()
                    .orElse(model.name());
        }
    }
}
