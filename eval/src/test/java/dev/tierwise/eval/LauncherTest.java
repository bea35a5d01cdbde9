package dev.tierwise.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts hand on to whom, told by a JDK that prints what it is asked to run. */
class LauncherTest {
    @TempDir
    private Path jdk;

    @BeforeEach
    void writeAJdk() throws IOException {
        Path bin = Files.createDirectory(jdk.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\necho \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    @Test
    void onlyAnOptionMakesRouteTheProxys() throws Exception {
        assertThat(launched("route", "--threshold", ".3", "what does --config do?"))
                .contains("eval/target/eval.jar");
        assertThat(launched("route", "Hello", "--config", "my file.yaml")).contains("target/router-serving.jar");
        assertThat(launched("route", "--config=my file.yaml", "Hello")).contains("target/router-serving.jar");
        assertThat(launched("evaluate", "--config", "x")).contains("eval/target/eval.jar");
    }

    /** Instead of beginning what takes minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"aot", "bench", "clients", "fuzz", "quickstart", "test"})
    void aScriptExplainsItselfByItsFirstLines(String script) throws Exception {
        String said = run("../scripts/" + script, "--help");
        String comment = Files.readAllLines(Path.of("../scripts", script)).get(1);
        assertThat("# " + said.lines().findFirst().orElse("")).isEqualTo(comment);
        assertThat(said).doesNotContain("set -");
    }

    /** Where the jar is not built yet, the sentence that says so names it, too. */
    private String launched(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("../scripts/tierwise"));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
        launcher.environment().put("JAVA_HOME", jdk.toString());
        Process process = launcher.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
