package dev.tierwise.core.strategy;

import dev.tierwise.core.strategy.Step.Removed;
import java.util.List;
import java.util.stream.Collectors;

/** No model may have the request: names the filter that refused the last one, and what it said of each. */
public final class NoCandidateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String filter;
    private final boolean passing;

    NoCandidateException(Filter filter, List<Removed> removed) {
        super(
                "no model may answer this request: the filter \"" + filter.name() + "\" refused the last of them ("
                        + removed.stream()
                                .map(gone -> gone.model() + ": " + gone.why())
                                .collect(Collectors.joining("; "))
                        + ")",
                null,
                false,
                false);
        this.filter = filter.name();
        this.passing = filter.passing();
    }

    /** The name of the filter that left nobody. */
    public String filter() {
        return filter;
    }

    /** Whether the same request may be answered later. */
    public boolean passing() {
        return passing;
    }
}
