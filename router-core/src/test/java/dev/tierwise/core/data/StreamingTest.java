package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StreamingTest {
    /** The file is some 170 MB: were it held in memory, even in part, the JVM that reads it would end in an error. */
    @Test
    void aMillionRowsAreReadInAHeapOf32Megabytes() throws IOException, InterruptedException {
        assertThat(run(StreamingMain.class, "1000000")).startsWith("1,000,000 rows, ");
    }

    /** A file may hold the scores and the answers of fifty models, and a router is trained on three. */
    @Test
    void rowsThatAreKeptDoNotKeepTheCellsOfOtherColumns() throws IOException, InterruptedException {
        assertThat(run(KeptRowsMain.class, "10000")).startsWith("10000 rows kept of 100 MB");
    }

    private static String run(Class<?> main, String rows) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        rows)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(output);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
