package dev.tierwise.serving.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that the provider's protocol cannot express. */
public final class UntranslatableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String param;

    /**
     * For the client.
     *
     * @param message what cannot be carried over, and what can
     * @param param where it stands in the body, such as {@code messages[2].content[0]}
     */
    public UntranslatableException(String message, @Nullable String param) {
        super(message, null, false, false);
        this.param = param;
    }

    public @Nullable String param() {
        return param;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
