package dev.tierwise.eval.simulate;

/** A request the provider answers with an error of its own accord, not as a fault. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    RefusedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
