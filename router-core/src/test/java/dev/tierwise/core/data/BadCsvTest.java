package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every input that its author has to mend, and the sentence that says how. */
class BadCsvTest {
    @Test
    void aMissingFileAndAFolderAreNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.csv");
        assertThatThrownBy(() -> ObservationReader.open(file, Csv.noTiers()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + ": there is no such file");
        assertThatThrownBy(() -> ObservationReader.open(folder, Csv.noTiers()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(folder + ": is a folder; name a CSV file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\n"})
    void anEmptyFileIsRefused(String text) {
        refused(text, "data.csv:1: the file is empty; its first line must name the columns");
    }

    @Test
    void aHeaderAloneIsRefused() {
        refused("prompt,label\n", "data.csv:1: the file has a header and no rows; add labelled prompts below it");
    }

    @Test
    void allProblemsOfAHeaderComeAtOnce() {
        refused(
                "Prompt,label,id,,label\nx,1,2,3,4\n",
                "data.csv:1: column 4 has no name, name it or delete it; "
                        + "column \"label\" is there twice, as column 2 and column 5, rename one; "
                        + "there is no column \"prompt\", did you mean \"Prompt\"?; "
                        + "the columns are Prompt, label, id, , label");
    }

    @Test
    void aMissingTierColumnIsAnsweredWithTheNearestNameAndTheColumnsThereAre() {
        assertThatThrownBy(() -> Csv.read(Csv.tiers("gpt-4", "mixtrall"), "id,prompt,gpt-4,mixtral", "1,x,1,0"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:1: there is no column \"mixtrall\", did you mean \"mixtral\"?; "
                        + "the columns are id, prompt, gpt-4, mixtral");
    }

    @Test
    void aWideFileWithoutNamedTiersSaysSo() {
        refused(
                "prompt,a,b\nx,1,0\n",
                "data.csv:1: name the columns of the strong and of the weak tier, or add a column \"label\"; "
                        + "the columns are prompt, a, b");
    }

    @Test
    void aRowWithMoreOrFewerCellsThanTheHeaderIsRefused() {
        refused(
                "prompt,label\nx,1\ny,1,0\n",
                "data.csv:3: the row has 3 cells and the header 2; quote a cell that holds a comma, and leave a cell"
                        + " empty rather than out");
        refused("prompt,label,id\n\"x\ny\",1,1\nz,1\n", "data.csv:4: the row has 2 cells and the header 3;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\n\t\"", "\u2003"})
    void anEmptyPromptIsRefused(String prompt) {
        refused(
                "label,prompt\n1,x\n0," + prompt + "\n",
                "data.csv:3: the prompt is empty; write one or delete the row");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.01", "-0.2", "2", ""})
    void aLabelOutsideItsRangeIsRefused(String label) {
        refused(
                "prompt,label\nx," + label + "\n",
                "data.csv:2: column \"label\": \"" + label + "\" is not in 0..1; write 1 where the strong model is"
                        + " needed, 0 where not, or a probability");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "NaN", "Infinity", "0x1", "1e999", "1f", "--1", "½"})
    void aScoreThatIsNoNumberIsRefused(String score) {
        assertThatThrownBy(() -> Csv.read(Csv.tiers("a", "b"), "prompt,a,b", "x,1,0", "y,1," + score))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("data.csv:3: column \"b\": \"" + score + "\" is not a ");
    }

    @Test
    void scoresThatHaveNoMeanOrDifferenceAreRefused() {
        for (String scores : List.of("1e308,1e308,0,0", "-1e308,-1e308,0,0", "1e308,,-1e308,")) {
            assertThatThrownBy(() -> Csv.read(
                            ReadOptions.of(List.of("a", "b"), List.of("c", "d")),
                            "prompt,a,b,c,d",
                            "x,1,1,0,0",
                            "y," + scores))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("data.csv:3: the scores are too large to take the mean of; give all of them in one"
                            + " unit, such as 0..1");
        }
    }

    @Test
    void flagsAndWeightsAreChecked() {
        refused(
                "prompt,label,contaminated\nx,1,perhaps\n",
                "data.csv:2: column \"contaminated\": \"perhaps\" is not 1, 0, true or false");
        refused(
                "prompt,label,weight\nx,1,0\n",
                "data.csv:2: column \"weight\": \"0\" is not above 0; give every row a weight above 0, or delete it");
    }

    @Test
    void anUnclosedQuoteIsReportedWhereItOpened() {
        refused(
                "prompt,label\nx,1\n\"y,0\nz,1\n",
                "data.csv:3: the quote that opens here is never closed; close it, or double it if it is text");
        refused(
                "prompt,label\nx,1\n\"y,0\n\"z\",1\n",
                "data.csv:3: the quoted cell that opens here is not closed properly: text follows a quote on line 4;"
                        + " close the cell, or double the quotes inside it");
        refused(
                "prompt,label\nsay \"hi\",1\n",
                "data.csv:2: a quote stands inside a cell that is not quoted; quote the whole cell and double the"
                        + " quotes inside it");
    }

    @Test
    void brokenUtf8IsReportedWithLineAndByteOffset() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String end = seed % 2 == 0 ? "\n" : "\r\n";
            String before =
                    "prompt,label" + end + ("\"é\u6f22" + end + "😀x\",1" + end).repeat(random.nextInt(600)) + "é";
            String after = "," + end + "x,1\n".repeat(random.nextInt(10));
            byte[][] broken = {{(byte) 0xFF}, {(byte) 0xC3, 'x'}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xE6, (byte) 0xBC}
            };
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(before.getBytes(StandardCharsets.UTF_8));
            int offset = bytes.size();
            bytes.write(broken[random.nextInt(broken.length)]);
            if (random.nextBoolean()) {
                bytes.write(after.getBytes(StandardCharsets.UTF_8));
            }
            InputStream in = Csv.inPieces(bytes.toByteArray(), random);
            assertThatThrownBy(() -> {
                        try (ObservationReader reader = ObservationReader.open(Csv.NAME, in, Csv.noTiers())) {
                            reader.readAll();
                        }
                    })
                    .as("seed %d", seed)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(
                            "data.csv:" + before.lines().count() + ": broken UTF-8 at byte offset " + offset + " (")
                    .hasMessageEndingWith("); save the file as UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "y\0,0", "y,\0", "\"y\0\",0", "\"y\"\0,0"})
    void aHoleInTheFileIsRefusedWhereItStands(String row) {
        refused("prompt,label\n\"x\nx\",1\n" + row + "\n", "data.csv:4: a NUL character stands here,");
        refused("\0".repeat(4096), "data.csv:1: a NUL character stands here,");
    }

    @Test
    void aDiskThatGivesUpIsReportedWithTheLine() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        InputStream failing = new SequenceInputStream(Csv.bytes("prompt,label\nx,1\n"), broken);
        try (ObservationReader reader = ObservationReader.open(Csv.NAME, failing, Csv.noTiers())) {
            assertThatThrownBy(reader::readAll)
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("data.csv:3: the file cannot be read from here on (Stream closed);"
                            + " copy it here again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\""})
    void aCellOfFiftyMegabytesStopsEarlyAtItsLine(String quote) {
        byte[] megabyte = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        Generated huge = new Generated(Stream.concat(
                        Stream.of(("prompt,label\nx,1\n" + quote).getBytes(StandardCharsets.UTF_8)),
                        Stream.generate(() -> megabyte).limit(50))
                .iterator());
        try (ObservationReader reader = ObservationReader.open(Csv.NAME, huge, Csv.noTiers())) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("data.csv:3: a cell that starts here is longer than 1,048,576 characters; shorten it"
                            + (quote.isEmpty() ? "" : ", or close its quote"));
        }
        assertThat(huge.given()).isLessThan(1_100_000);
    }

    @Test
    void aRowOfEndlessCellsIsStopped() {
        refused("prompt,label\nx" + ",".repeat(20_000), "data.csv:2: the row has more than 10000 cells;");
        String cell = "y".repeat(1_000_000);
        refused(
                "prompt,label\nx" + ("," + cell).repeat(5),
                "data.csv:2: the row is longer than 4194304 characters; shorten it");
    }

    @Test
    void aTierThatSharesAModelWithTheOtherIsRefused() {
        assertThatThrownBy(() -> Csv.tiers("a,b", "c,b"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("the strong and weak tiers name \"b\" twice; name every model once, in one of the two");
        assertThatThrownBy(() -> ReadOptions.of(List.of("a"), List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("the weak tier is not named and the other is; name both, or neither");
    }

    @Test
    void aProblemNamesThePathItWasGiven(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.csv"), "prompt,label\nx,7\n");
        assertThatThrownBy(() -> {
                    try (ObservationReader reader = ObservationReader.open(file, Csv.noTiers())) {
                        reader.readAll();
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + ":2: ");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> {
                    try (ObservationReader reader = ObservationReader.open(Csv.NAME, Csv.bytes(text), Csv.noTiers())) {
                        reader.readAll();
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(message);
    }
}
