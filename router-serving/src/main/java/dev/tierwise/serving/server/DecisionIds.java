package dev.tierwise.serving.server;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names of decisions: 128 random bits, unique but not secret. */
final class DecisionIds {
    private DecisionIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "dec_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
