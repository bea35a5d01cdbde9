package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class BundlesTest {
    private final Bundles first = new Bundles(null, warning -> {});

    @Test
    void holdTheOnesBeforeThemNoLongerThanTheyAreBuilt() throws InterruptedException {
        WeakReference<Bundles> before = new WeakReference<>(new Bundles(first, warning -> {}));
        Bundles next = new Bundles(before.get(), warning -> {});
        next.built();
        for (int i = 0; i < 50 && before.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(before.get()).isNull();
        next.closeExcept(null);
    }
}
