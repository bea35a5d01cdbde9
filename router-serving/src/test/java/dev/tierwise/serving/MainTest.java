package dev.tierwise.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"-V", "serve -V", "keys -V", "keys new --version", "config schema -V"})
    void everyCommandKnowsItsVersion(String line) {
        assertThat(run(line)).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("development");
    }

    @Test
    void aMistakeIsASentenceAndNotAPageOfHelp() {
        assertThat(run("serve --confg x")).isEqualTo(2);
        assertThat(err.toString().lines()).first().asString().contains("Missing required option: '--config=FILE'");
        assertThat(err.toString().lines()).last().isEqualTo("Try `tierwise serve --help`.");
        assertThat(err.toString().lines()).hasSizeLessThan(4);
    }

    private int run(String line) {
        return Main.commandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.split(" ", -1));
    }
}
