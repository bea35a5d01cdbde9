package dev.tierwise.serving.check;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import java.time.Duration;

/**
 * A validation that ends when its time is over: references that double with every step make a short schema work for
 * years. Every keyword asks how it is to be applied, and so looks at the clock. For one validation, one thread.
 */
final class TimedContext extends ExecutionContext {
    /** The time is over. */
    static final class OverException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OverException() {
            super("the time is over", null, false, false);
        }
    }

    private final long endsAt;

    TimedContext(Duration most) {
        this.endsAt = System.nanoTime() + most.toNanos();
        // One problem says as much as all of them.
        super.getExecutionConfig().setFailFast(true);
    }

    @Override
    public ExecutionConfig getExecutionConfig() {
        if (System.nanoTime() - endsAt > 0) {
            throw new OverException();
        }
        return super.getExecutionConfig();
    }
}
