package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;

/** How one call ended. */
sealed interface CallOutcome {
    /** The client has the whole answer. */
    record Answered(AnswerFacts facts) implements CallOutcome {}

    /** The answer had begun and broke off; a stream's client has been told. */
    record Cut(AnswerFacts facts, Failure failure) implements CallOutcome {}

    /** Nothing was sent to the client, so that another may be asked. */
    record Failed(Failure failure) implements CallOutcome {}

    /** The client left. */
    record Left(AnswerFacts facts) implements CallOutcome {}
}
