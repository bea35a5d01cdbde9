package dev.tierwise.serving.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class StockTest {
    private final Stock first = new Stock(null, warning -> {});

    @Test
    void holdsTheOneBeforeItNoLongerThanItIsBuilt() throws InterruptedException {
        WeakReference<Stock> before = new WeakReference<>(new Stock(first, warning -> {}));
        Stock next = new Stock(before.get(), warning -> {});
        next.built();
        for (int i = 0; i < 50 && before.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(before.get()).isNull();
        next.closeExcept(null);
    }
}
