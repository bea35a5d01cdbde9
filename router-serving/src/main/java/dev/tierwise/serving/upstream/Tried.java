package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.AnswerPlace;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.upstream.Failure.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments have failed one request, and which of their keys: who is not asked again, and who only where nobody
 * else is left. One thread.
 */
final class Tried {
    private record Entry(LiveDeployment live, Secret key) {}

    private final Set<LiveDeployment> failed = new HashSet<>();
    private final Set<LiveDeployment> out = new HashSet<>();
    private final Set<Entry> refused = new HashSet<>();
    private final Set<Entry> busy = new HashSet<>();
    private final @Nullable AnswerPlace place;

    /** @param place the only one that may be asked; null where all may */
    Tried(@Nullable AnswerPlace place) {
        this.place = place;
    }

    /** Whether it may be asked, for the first time or again. */
    boolean usable(LiveDeployment live) {
        return !out.contains(live) && (place == null || place.isAt(live.deployment()));
    }

    /** Whether nothing speaks against it: it has not been asked, or has a key that has not been tried. */
    boolean fresh(LiveDeployment live) {
        return !failed.contains(live) && usable(live);
    }

    /** The key to ask with next; empty where the provider wants none. */
    Optional<Secret> nextKey(LiveDeployment live) {
        List<Secret> keys = keys(live);
        return live.nextKey(key -> keys.contains(key) && left(new Entry(live, key)));
    }

    /** Whether it has another key than this one that has not been tried. */
    boolean keyLeftBeside(LiveDeployment live, Optional<Secret> key) {
        for (Secret other : keys(live)) {
            if (!(key.isPresent() && other.equals(key.get())) && left(new Entry(live, other))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Notes a failure of one.
     *
     * @param key what it was asked with
     * @param longest Retry-After that is waited for
     * @param siblings all deployments of its model, itself among them
     */
    void note(
            Failure failure,
            LiveDeployment live,
            Optional<Secret> key,
            Duration longest,
            List<LiveDeployment> siblings) {
        boolean hopeless = isHopeless(failure, longest);
        if (failure.isOfKey() && key.isPresent()) {
            (hopeless ? refused : busy).add(new Entry(live, key.get()));
            if (keyLeftBeside(live, key)) {
                return;
            }
            // The other keys have been tried as well; those that were only busy may do after a pause.
            hopeless = !busy.removeIf(entry -> entry.live() == live);
        }
        failed.add(live);
        if (hopeless) {
            out.add(live);
        }
        if (failure.kind() == Kind.CROWDED) {
            // They share its connections, and to wait once more would be to wait twice as long as the limit says.
            String provider = live.deployment().provider().name();
            siblings.stream()
                    .filter(other -> other.deployment().provider().name().equals(provider))
                    .forEach(out::add);
        }
    }

    private static boolean isHopeless(Failure failure, Duration longest) {
        return switch (failure.kind()) {
            case PASSING -> failure.wantsMoreThan(longest);
            case SILENT, CROWDED, MISCONFIGURED, NOT_FOUND, UNTRANSLATABLE -> true;
            case STOPPED, OVERDUE, CONTEXT_TOO_LONG, UNUSABLE, DIFFERENT, CLIENT -> false;
        };
    }

    private boolean left(Entry entry) {
        return !refused.contains(entry) && !busy.contains(entry);
    }

    private List<Secret> keys(LiveDeployment live) {
        return place == null ? live.deployment().provider().apiKeys() : place.keys(live.deployment());
    }
}
