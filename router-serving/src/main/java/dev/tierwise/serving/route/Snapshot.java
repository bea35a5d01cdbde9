package dev.tierwise.serving.route;

import dev.tierwise.core.strategy.Live;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The live state as one decision sees it: each model is asked about once. One thread. */
final class Snapshot implements Live {
    private final Speeds speeds;
    private final Predicate<String> open;
    private final boolean stream;
    private final boolean dry;
    private final Map<String, Optional<Speed>> seen = new HashMap<>();

    /**
     * For a request.
     *
     * @param open whether all of a model's circuits are open
     * @param dry whether nobody will be asked
     */
    Snapshot(Speeds speeds, Predicate<String> open, boolean stream, boolean dry) {
        this.speeds = speeds;
        this.open = open;
        this.stream = stream;
        this.dry = dry;
    }

    @Override
    public Optional<Speed> speed(String model) {
        return seen.computeIfAbsent(model, id -> speeds.of(id, stream, dry));
    }

    @Override
    public boolean open(String model) {
        return open.test(model);
    }

    @Override
    public boolean dry() {
        return dry;
    }
}
