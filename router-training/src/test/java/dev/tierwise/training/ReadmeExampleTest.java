package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README compiles and runs as it stands there, in the folder it speaks of. */
final class ReadmeExampleTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- example:embed -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_LINES = 12;

    @TempDir
    private Path home;

    @Test
    void compilesAndPrintsATier() throws IOException, InterruptedException {
        Matcher example = EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(example.find())
                .as("README.md has an example marked example:embed")
                .isTrue();
        String code = example.group(1);
        assertThat(code.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(MOST_LINES);
        Path source = Files.writeString(home.resolve("Example.java"), code);
        String classPath = System.getProperty("java.class.path");

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        home.toString(),
                        "-cp",
                        classPath,
                        "-proc:none",
                        "--release",
                        Integer.toString(Runtime.version().feature()),
                        source.toString());
        assertThat(compiled).isZero();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        home + System.getProperty("path.separator") + classPath,
                        "Example")
                .directory(ROOT.toFile())
                .redirectOutput(home.resolve("out.txt").toFile())
                .redirectError(home.resolve("err.txt").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue())
                .as(Files.readString(home.resolve("err.txt")))
                .isZero();
        assertThat(Files.readString(home.resolve("out.txt")).strip()).isIn("strong", "weak");
    }
}
