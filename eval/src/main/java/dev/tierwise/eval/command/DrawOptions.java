package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.metrics.Bootstrap;
import picocli.CommandLine.Option;

/** What is drawn at random; the same options in every command. */
final class DrawOptions {
    /** More tell nothing new, and all of them are held in memory. */
    static final int MOST_ROUNDS = 100_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Rounds of the paired bootstrap behind the intervals (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    Bootstrap bootstrap() {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new BadInputException("--bootstrap " + rounds + " is not in 1.." + MOST_ROUNDS);
        }
        return new Bootstrap(rounds, seed);
    }

    long seed() {
        return seed;
    }
}
