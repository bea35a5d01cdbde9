package dev.tierwise.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.core.testing.RealData;
import dev.tierwise.eval.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader meets it, in Debian's headless Chromium. */
class ReportInBrowserTest {
    private static final int RIGHT = 39;
    private static final int END = 35;

    @TempDir
    private static Path folder = Path.of("");

    private static Path report = Path.of("");
    private static List<CSVRecord> points = List.of();
    private static @Nullable Chromium chromium;

    @BeforeAll
    static void writeAReportAndOpenABrowser() throws Exception {
        Path data = RealData.file("routellm-gsm8k.csv");
        Path scores = folder.resolve("scores.csv");
        Files.writeString(scores, scores(data));
        report = folder.resolve("report");
        Commands result = Commands.run(
                "evaluate",
                "--scores",
                "mine=" + scores,
                "--data",
                data,
                "--strong",
                "gpt-4-1106-preview",
                "--weak",
                "mistralai/Mixtral-8x7B-Instruct-v0.1",
                "--price",
                "gpt-4-1106-preview=10,30",
                "--price",
                "mistralai/Mixtral-8x7B-Instruct-v0.1=0.6,0.6",
                "--bootstrap",
                "100",
                "--out",
                report);
        assertThat(result.code()).as(result.err()).isZero();
        points = records(report.resolve("points.csv")).stream()
                .filter(row -> row.get("router").equals("mine"))
                .toList();
        chromium = Chromium.start(folder.resolve("profile"));
        chromium.open(report.resolve("report.html"));
    }

    @AfterAll
    static void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void sliderShowsTheNumbersOfPointsCsvAsItMoves() throws Exception {
        Chromium page = page();
        page.evaluate("document.getElementById('slider').focus()");
        for (int presses = 0; presses < 5; presses++) {
            int before = page.evaluate("Number(document.getElementById('slider').value)")
                    .asInt();
            page.press("ArrowRight", RIGHT);
            int now = page.evaluate("Number(document.getElementById('slider').value)")
                    .asInt();
            assertThat(now).as("the right arrow moves the slider").isEqualTo(before + 1);
            assertShows(points.get(now));
        }
        page.press("End", END);
        assertShows(points.getLast());
        assertThat(page.evaluate("document.getElementById('v-share').textContent")
                        .asText())
                .isEqualTo("100.0 %");
        for (int place = 0; place < points.size(); place += 97) {
            page.evaluate("(() => { const s = document.getElementById('slider'); s.value = " + place
                    + "; s.dispatchEvent(new Event('input', {bubbles: true})); })()");
            assertShows(points.get(place));
        }
    }

    @Test
    void nothingIsLoadedFromTheNetwork() {
        assertThat(page().requested())
                .isNotEmpty()
                .allSatisfy(address -> assertThat(address).matches("(file|data|about|chrome)[:-].*"));
    }

    @Test
    void tablesSortByKeyboardAndSayHow() throws Exception {
        Chromium page = page();
        String apgr = "document.querySelectorAll('#figures thead th')[2]";
        page.evaluate(apgr + ".querySelector('button').focus()");
        page.press("Enter", 13);
        page.evaluate(apgr + ".querySelector('button').click()");
        assertThat(page.evaluate(apgr + ".ariaSort").asText()).isIn("ascending", "descending");
        JsonNode first = page.evaluate("document.querySelector('#figures tbody tr td').textContent");
        assertThat(first.asText()).isIn("oracle", "random", "always-strong");
    }

    @Test
    void followsTheReadersColourSchemeAndASwitch() throws Exception {
        Chromium page = page();
        page.colourScheme("dark");
        page.await("document.documentElement.dataset.theme === 'dark'");
        page.colourScheme("light");
        page.await("document.documentElement.dataset.theme === 'light'");
        page.evaluate("document.getElementById('theme').click()");
        page.await("document.documentElement.dataset.theme === 'dark'");
        page.evaluate("document.getElementById('theme').click()");
    }

    @Test
    void fitsANarrowScreenWithoutScrollingSideways() throws Exception {
        Chromium page = page();
        page.viewport(390, 844);
        page.await("document.documentElement.scrollWidth <= 390");
        page.viewport(1280, 900);
    }

    @Test
    void rowsWithoutPricesCategoriesOrAGapStillMakeAPage() throws Exception {
        Path rows = Files.writeString(
                folder.resolve("odd.csv"), "prompt,a,b\nOne </script> two.,1,0\nThree.,0,1\nFour.,0,1\nFive.,1,1\n");
        Path out = folder.resolve("odd");
        Commands result = Commands.run(
                "evaluate", "--data", rows, "--strong", "a", "--weak", "b", "--bootstrap", "20", "--out", out);
        assertThat(result.code()).as(result.err()).isZero();
        Chromium page = page();
        page.open(out.resolve("report.html"));
        page.await("document.getElementById('v-share').textContent !== ''");
        assertThat(page.evaluate("document.getElementById('v-cost').textContent")
                        .asText())
                .isEqualTo("–");
        assertThat(page.evaluate("document.getElementById('notes').textContent").asText())
                .contains("no better than weak");
        assertThat(page.exceptions()).isEmpty();
        page.open(report.resolve("report.html"));
    }

    private static Chromium page() {
        return Objects.requireNonNull(chromium);
    }

    private static void assertShows(CSVRecord point) throws Exception {
        assertShown("v-threshold", point.get("threshold"));
        assertShown("v-share", point.get("strong_share"));
        assertShown("v-quality", point.get("quality"));
        assertShown("v-pgr", point.get("pgr"));
        assertShown("v-cost", point.get("cost_per_1000"));
        assertShown("v-saving", point.get("saving"));
        assertThat(page().evaluate("document.getElementById('v-saving').textContent")
                        .asText())
                .isEqualTo(String.format(Locale.ROOT, "%.1f %%", 100 * Double.parseDouble(point.get("saving")))
                        .replace("-0.0", "0.0"));
    }

    private static void assertShown(String id, String expected) throws Exception {
        String shown = page().evaluate("document.getElementById('" + id + "').dataset.value")
                .asText();
        if (expected.equals("Infinity")) {
            assertThat(shown).as(id).isEmpty();
        } else {
            assertThat(Double.parseDouble(shown)).as(id).isCloseTo(Double.parseDouble(expected), within(1e-7));
        }
    }

    /** A probability that grows with the prompt's length. */
    private static String scores(Path data) throws IOException {
        StringBuilder text = new StringBuilder("id,score\n");
        List<String> seen = new ArrayList<>();
        for (CSVRecord row : records(data)) {
            int length = row.get("prompt").length();
            text.append(String.format(Locale.ROOT, "%s,%.6f%n", row.get("id"), length / (length + 900.0)));
            seen.add(row.get("id"));
        }
        assertThat(seen).doesNotHaveDuplicates();
        return text.toString();
    }

    private static List<CSVRecord> records(Path file) throws IOException {
        try (CSVParser parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(file))) {
            return parser.getRecords();
        }
    }
}
