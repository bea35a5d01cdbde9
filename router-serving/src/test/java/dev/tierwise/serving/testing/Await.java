package dev.tierwise.serving.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread or process brings about. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private Await() {}

    /**
     * Returns when the condition holds; fails where it does not come to.
     *
     * @param what is waited for, as a clause: {@code the provider is asked}
     */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " seconds in vain until " + what);
            }
            Thread.sleep(LOOK_EVERY);
        }
    }
}
