package dev.tierwise.serving.route;

import dev.tierwise.serving.config.AnswerPlace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which model made which response, and where, for requests that go on from one. Holds the latest; what is forgotten, or was made
 * before a restart, is refused rather than sent to a model that has never heard of it. Thread-safe.
 */
public final class PinnedResponses {
    /** Who made a response. */
    record Maker(String modelId, AnswerPlace place) {}

    private record Made(Maker maker, String client) {}

    private static final int KEPT = 50_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Made> models = new LinkedHashMap<>();

    /** Remembers. */
    public void made(String responseId, String modelId, AnswerPlace place, String client) {
        lock.lock();
        try {
            models.put(responseId, new Made(new Maker(modelId, place), client));
            if (models.size() > KEPT) {
                models.remove(models.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The maker, where this very client had the response made. */
    Optional<Maker> makerOf(String responseId, String client) {
        lock.lock();
        try {
            return Optional.ofNullable(models.get(responseId))
                    .filter(made -> made.client().equals(client))
                    .map(Made::maker);
        } finally {
            lock.unlock();
        }
    }
}
