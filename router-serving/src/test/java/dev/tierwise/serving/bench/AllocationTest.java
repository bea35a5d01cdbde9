package dev.tierwise.serving.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Holds the bytes that a request allocates on its own thread. Time cannot be tested on a noisy machine; allocation can,
 * and what makes a hot path slow usually shows in it. A bound is what was measured and a tenth.
 */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int OPERATIONS = 200;
    private static final int BATCHES = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final HotPath path;

    AllocationTest() throws Exception {
        path = new HotPath(Path.of("../datasets/sample.csv"), 150);
    }

    @Test
    void readingARequestAllocatesNoMoreThanItDid() throws Exception {
        assertThat(bytesPerOperation("request view", path::view)).isLessThanOrEqualTo(3_400);
    }

    @Test
    void choosingHeadersAllocatesNoMoreThanItDid() throws Exception {
        assertThat(bytesPerOperation("headers", path::headers)).isLessThanOrEqualTo(430);
    }

    @Test
    void readingAStreamAllocatesNoMoreThanItDid() throws Exception {
        assertThat(bytesPerOperation("event relay", path::relay)).isLessThanOrEqualTo(86_000);
    }

    @Test
    void readingAWholeAnswerAllocatesNoMoreThanItDid() throws Exception {
        assertThat(bytesPerOperation("whole answer", path::answer)).isLessThanOrEqualTo(1_200);
    }

    /** The least of many batches: what the compiler and the collector add now and then is not the path's. */
    private long bytesPerOperation(String name, Callable<?> operation) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            operation.call();
        }
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < OPERATIONS; i++) {
                operation.call();
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / OPERATIONS);
        }
        System.out.println("allocated per operation, " + name + ": " + least + " bytes");
        return least;
    }
}
