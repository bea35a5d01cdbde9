package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import org.jspecify.annotations.Nullable;

/** How one call ended. */
sealed interface CallOutcome {
    /** The client has the whole answer. */
    record Answered(AnswerFacts facts) implements CallOutcome {}

    /** The answer had begun and broke off; a stream's client has been told. */
    record Cut(AnswerFacts facts, Failure failure) implements CallOutcome {}

    /** A stream had begun and broke off; its client was not told, since another model may carry on. */
    record Broken(AnswerFacts facts, Failure failure) implements CallOutcome {}

    /**
     * Nothing was sent to the client, so that another may be asked.
     *
     * @param facts of an answer that came in part, and may be billed; null where none had begun
     */
    record Failed(Failure failure, @Nullable AnswerFacts facts) implements CallOutcome {
        Failed(Failure failure) {
            this(failure, null);
        }
    }

    /** The client left. */
    record Left(AnswerFacts facts) implements CallOutcome {}
}
