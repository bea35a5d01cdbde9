package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void whateverAPrinterWritesComesBackEqualWithTheLinesItStartsOn(String lineEnd) throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            int columns = 2 + random.nextInt(5);
            List<List<String>> rows = Csv.hardTable(random, columns);
            CSVFormat format =
                    CSVFormat.RFC4180.builder().setRecordSeparator(lineEnd).get();
            StringWriter text = new StringWriter();
            List<Long> lines = new ArrayList<>();
            try (CSVPrinter printer = new CSVPrinter(text, format)) {
                for (int c = 0; c < columns; c++) {
                    printer.print("column " + c);
                }
                printer.println();
                for (List<String> row : rows) {
                    lines.add(1 + text.toString().lines().count());
                    printer.printRecord(row);
                }
            }
            byte[] bytes = (random.nextBoolean() ? "\uFEFF" + text : text.toString()).getBytes(StandardCharsets.UTF_8);
            try (CsvTable table = CsvTable.open("t.csv", Csv.inPieces(bytes, random))) {
                assertThat(table.header().names()).as("seed %d", seed).hasSize(columns);
                for (int r = 0; r < rows.size(); r++) {
                    CsvRow row = Objects.requireNonNull(table.next(), "seed " + seed + " row " + r);
                    assertThat(row.cells().toList())
                            .as("seed %d row %d", seed, r)
                            .isEqualTo(rows.get(r));
                    assertThat(row.line()).as("seed %d row %d", seed, r).isEqualTo(lines.get(r));
                }
                assertThat(table.next()).as("seed %d", seed).isNull();
            }
        }
    }

    @Test
    void spaceAroundTheNamesOfColumnsIsNoneOfTheirs() {
        try (CsvTable table = CsvTable.open("t.csv", Csv.bytes("id, score ,\ttwo words\n1, 2,3\n"))) {
            assertThat(table.header().names()).containsExactly("id", "score", "two words");
            assertThat(Objects.requireNonNull(table.next()).text(1)).isEqualTo(" 2");
        }
    }

    /** The guard and the parser must agree on what a cell is, or lines and bounds would be wrong. */
    @Test
    void anyTextIsEitherRefusedInASentenceOrReadAsTheParserAloneReadsIt() throws IOException {
        int accepted = 0;
        for (long seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            String text = "x,y" + (seed % 2 == 0 ? "\n" : "\r\n") + scribble(random);
            List<List<String>> read = new ArrayList<>();
            try (CsvTable table = CsvTable.open("t.csv", Csv.inPieces(text.getBytes(StandardCharsets.UTF_8), random))) {
                for (CsvRow row = table.next(); row != null; row = table.next()) {
                    read.add(row.cells().toList());
                }
            } catch (BadInputException e) {
                assertThat(e).as("seed %d", seed).hasMessageMatching("t\\.csv:\\d+: .*");
                continue;
            }
            accepted++;
            try (CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
                List<List<String>> expected = parser.stream()
                        .skip(1)
                        .map(CSVRecord::toList)
                        .filter(row -> !row.equals(List.of("")))
                        .toList();
                assertThat(read).as("seed %d", seed).isEqualTo(expected);
            }
        }
        assertThat(accepted).isGreaterThan(500);
    }

    @Test
    void emptyLinesArePassedOverAndCounted() {
        try (CsvTable table = CsvTable.open("t.csv", Csv.bytes("a,b\n\n1,2\r\n\r\n\r\n3,4\n\n"))) {
            assertThat(table.next()).isNotNull().extracting(CsvRow::line).isEqualTo(3L);
            assertThat(table.next()).isNotNull().extracting(CsvRow::line).isEqualTo(6L);
            assertThat(table.next()).isNull();
        }
    }

    @Test
    void theLastLineNeedsNoEnd() {
        try (CsvTable table = CsvTable.open("t.csv", Csv.bytes("a,b\n1,\"2\""))) {
            assertThat(table.next())
                    .isNotNull()
                    .extracting(row -> row.cells().toList())
                    .isEqualTo(List.of("1", "2"));
            assertThat(table.next()).isNull();
        }
    }

    @Test
    void rowsBeforeAProblemAreReadBeforeItIsThrown() {
        try (CsvTable table = CsvTable.open("t.csv", Csv.bytes("a,b\n1,2\n3,\"4\n5,6\n"))) {
            assertThat(table.next()).isNotNull();
            assertThatThrownBy(table::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(
                            "t.csv:3: the quote that opens here is never closed; close it, or double it if it is text");
        }
    }

    private static String scribble(Random random) {
        String marks = "ab ,,,\"\"\n\r é";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(24);
        for (int i = 0; i < length; i++) {
            text.append(marks.charAt(random.nextInt(marks.length())));
        }
        return text.toString();
    }
}
