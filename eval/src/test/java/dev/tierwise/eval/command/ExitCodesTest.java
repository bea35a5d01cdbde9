package dev.tierwise.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ExitCodesTest {
    @Test
    void aHeapThatIsTooSmallIsSaidInASentence() {
        StringWriter err = new StringWriter();
        int code = ExitCodes.on(new CommandLine(new Hungry()))
                .setErr(new PrintWriter(err))
                .execute();

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("out of memory (").hasLineCount(1);
    }

    @Command(name = "hungry")
    private static final class Hungry implements Callable<Integer> {
        @Override
        public Integer call() {
            return new long[Integer.MAX_VALUE].length;
        }
    }
}
