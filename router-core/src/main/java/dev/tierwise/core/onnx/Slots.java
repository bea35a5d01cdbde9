package dev.tierwise.core.onnx;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed number of things that one caller uses at a time, such as buffers that native code writes to. Callers beyond
 * that number wait, which costs a virtual thread nothing; the one used last is lent first, since it is still in the
 * processor's cache. Thread-safe.
 */
public final class Slots<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final ArrayDeque<T> free;

    public Slots(Collection<T> all) {
        free = new ArrayDeque<>(all);
    }

    /** One per processor: native calls are pure computation, so more at once would only take turns. */
    public static int usualCount() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Waits for a free one; it has to be given back. */
    public T take() {
        lock.lock();
        try {
            T slot = free.pollFirst();
            while (slot == null) {
                returned.awaitUninterruptibly();
                slot = free.pollFirst();
            }
            return slot;
        } finally {
            lock.unlock();
        }
    }

    public void giveBack(T slot) {
        lock.lock();
        try {
            free.addFirst(slot);
            returned.signal();
        } finally {
            lock.unlock();
        }
    }
}
