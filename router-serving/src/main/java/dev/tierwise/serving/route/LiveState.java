package dev.tierwise.serving.route;

import dev.tierwise.core.strategy.Live;

/** How the models are doing, asked once per decision. Thread-safe. */
@FunctionalInterface
public interface LiveState {
    /** Nothing is known. */
    LiveState UNKNOWN = (stream, dry) -> Live.UNKNOWN;

    /**
     * The state for a request.
     *
     * @param stream whether its answer is wanted piece by piece
     * @param dry whether nobody will be asked
     */
    Live now(boolean stream, boolean dry);
}
