package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

final class MainTest {
    @Test
    void badInputIsOneSentenceAndExitCodeTwo() {
        CommandRun run = CommandRun.of(new Failing(BadInputException.at("a.csv", 7, "the prompt is empty")));

        assertThat(run).isEqualTo(new CommandRun(2, "", "a.csv:7: the prompt is empty\n"));
    }

    @Test
    void anyOtherFailureIsOneLineAndExitCodeOne() {
        assertThat(CommandRun.of(new Failing(new IOException("the cable is out"))))
                .isEqualTo(new CommandRun(1, "", "IOException: the cable is out\n"));
        assertThat(CommandRun.of(new Failing(new NullPointerException())))
                .isEqualTo(new CommandRun(1, "", "NullPointerException\n"));
    }

    @Test
    void anUnknownCommandIsAUsageErrorAndHelpIsNot() {
        assertThat(CommandRun.ofLine("dataset").exitCode()).isEqualTo(2);
        assertThat(CommandRun.ofLine("datasets", "fetch").exitCode()).isEqualTo(2);

        CommandRun help = CommandRun.ofLine("datasets", "fetch", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("--mirror=DIR");
    }

    @Test
    void datasetsListKnowsThePublicSets() {
        CommandRun list = CommandRun.ofLine("datasets", "list");

        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).contains("routellm-mmlu", "routellm-gsm8k", "chatbot-arena-55k", "licence");
    }

    @Command(name = "failing")
    private record Failing(Exception problem) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw problem;
        }
    }
}
