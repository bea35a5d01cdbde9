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
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamingMain.class.getName(),
                        "1000000")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(output);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).startsWith("1,000,000 rows, ");
    }
}
