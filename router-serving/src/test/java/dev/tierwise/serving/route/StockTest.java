package dev.tierwise.serving.route;

import dev.tierwise.serving.testing.Await;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class StockTest {
    private final Stock first = new Stock(null, warning -> {});

    @Test
    void holdsTheOneBeforeItNoLongerThanItIsBuilt() throws Exception {
        WeakReference<Stock> before = new WeakReference<>(new Stock(first, warning -> {}));
        Stock next = new Stock(before.get(), warning -> {});
        next.built();
        Await.until("the one before is let go", () -> {
            System.gc();
            return before.get() == null;
        });
        next.closeExcept(null);
    }
}
