package dev.tierwise.eval.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.testing.RealData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of prompt length, oracle and category mean on two public sets, computed independently in NumPy. */
class ReferenceNumbersTest {
    private static final Offset<Double> PRINTED = within(0.0005);
    private static final String STRONG = "gpt-4-1106-preview";
    private static final String WEAK = "mistralai/Mixtral-8x7B-Instruct-v0.1";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "routellm-mmlu.csv, 9835, .8069, .6851, .5937, .3559, .6658, .5906, 1.2993, .5707, .7109",
        "routellm-gsm8k.csv, 899, .8643, .6518, .6039, .3660, .6438, .6038, 1.1439, .5860,"
    })
    void lengthAndOracleComeOutAsPublished(
            String file,
            int n,
            double strongMean,
            double weakMean,
            double apgr,
            double cpt50,
            double cpt80,
            double apgr11,
            double oracle,
            double auroc,
            Double categoryMean)
            throws IOException {
        List<CSVRecord> rows = rows(RealData.file(file));
        assertThat(rows).hasSize(n);
        double[] strong = column(rows, STRONG);
        double[] weak = column(rows, WEAK);
        double[] length = rows.stream()
                .mapToDouble(row ->
                        row.get("prompt").codePointCount(0, row.get("prompt").length()))
                .toArray();
        double[] gain = new double[n];
        Arrays.setAll(gain, i -> strong[i] - weak[i]);
        double[] win = Arrays.stream(gain).map(g -> g > 0 ? 1 : 0).toArray();
        double[] one = new double[n];
        Arrays.fill(one, 1);

        Curve curve = Curve.of(length, strong, weak, one);
        assertThat(curve.strong()).isCloseTo(strongMean, PRINTED);
        assertThat(curve.weak()).isCloseTo(weakMean, PRINTED);
        assertThat(curve.apgr()).isCloseTo(apgr, PRINTED);
        assertThat(curve.cpt(0.5)).isCloseTo(cpt50, PRINTED);
        assertThat(curve.cpt(0.8)).isCloseTo(cpt80, PRINTED);
        assertThat(curve.apgrRouteLlm()).isCloseTo(apgr11, PRINTED);
        assertThat(Curve.of(gain, strong, weak, one).apgr()).isCloseTo(oracle, PRINTED);
        assertThat(Discrimination.auroc(length, win, one)).isCloseTo(auroc, PRINTED);
        if (categoryMean != null) {
            Map<String, Double> means = rows.stream()
                    .collect(Collectors.groupingBy(
                            row -> row.get("category"), Collectors.averagingDouble(row -> gain[rows.indexOf(row)])));
            double[] score = rows.stream()
                    .mapToDouble(row -> means.get(row.get("category")))
                    .toArray();
            assertThat(Curve.of(score, strong, weak, one).apgr()).isCloseTo(categoryMean, PRINTED);
        }
    }

    private static List<CSVRecord> rows(Path file) throws IOException {
        try (CSVParser parser = CSVParser.parse(
                file,
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            return parser.stream()
                    .filter(row -> row.get("contaminated").equals("0"))
                    .toList();
        }
    }

    private static double[] column(List<CSVRecord> rows, String name) {
        return rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.get(name)))
                .toArray();
    }
}
