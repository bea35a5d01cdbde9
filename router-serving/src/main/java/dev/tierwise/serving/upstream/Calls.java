package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.upstream.CallContext.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of one request: makes them, tells the circuits, keeps what is known of each. One thread. */
final class Calls {
    private final Caller caller;
    private final long inputChars;
    private final long startedAt = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Spent> spent = new ArrayList<>();
    private int made;
    private long waited;
    private long firstTokenNanos = -1;
    private @Nullable String lastModel;

    Calls(Caller caller, long inputChars) {
        this.caller = caller;
        this.inputChars = inputChars;
    }

    /** Begins one, which is then made. */
    Begun next() {
        made++;
        return new Begun(made, System.nanoTime());
    }

    /**
     * Makes the one that was begun last.
     *
     * @param pauseMillis what was waited before it
     * @param anotherKey whether the deployment is asked with another key where this call's is refused
     */
    CallOutcome make(CallContext call, Deployments.Turn turn, long pauseMillis, boolean anotherKey) {
        Model model = call.model();
        long from = call.begun().from;
        LiveDeployment live = turn.live();
        live.begin();
        try {
            String reason = reason(model, turn, call.mode());
            CallOutcome outcome = judge(turn, anotherKey, caller.call(call));
            if (isUntranslatable(outcome)) {
                made--;
                live.wasNotAsked();
            }
            Usage usage = usage(outcome);
            if (usage != null) {
                live.used(usage.input() + usage.output());
                spent.add(new Spent(model, usage));
            }
            attempts.add(new Attempt(
                    model.id(),
                    live.label(),
                    reason,
                    word(outcome),
                    status(outcome),
                    (from - startedAt) / 1_000_000,
                    pauseMillis,
                    (System.nanoTime() - from) / 1_000_000,
                    usage));
            return outcome;
        } finally {
            waited += System.nanoTime() - from;
            live.end();
            lastModel = model.id();
        }
    }

    /** What its wire cannot say was not sent: no call of the request, none of the deployment's minute. */
    private static boolean isUntranslatable(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Failed failed && failed.failure().kind() == Failure.Kind.UNTRANSLATABLE;
    }

    /** A call that has begun. */
    final class Begun {
        private final int number;
        private final long from;

        private Begun(int number, long from) {
            this.number = number;
            this.from = from;
        }

        /** 1 for the first. */
        int number() {
            return number;
        }

        /** Notes that the answer begins; the time of the request spent waiting for providers up to now, in nanoseconds. */
        long answerBegins() {
            long now = System.nanoTime();
            firstTokenNanos = now - startedAt;
            return waited + now - from;
        }
    }

    private String reason(Model model, Deployments.Turn turn, Mode mode) {
        if (mode != Mode.ANSWER) {
            return mode == Mode.PREFILL ? "carry_on_prefill" : "carry_on_restart";
        }
        if (turn.pass().probe()) {
            return "probe";
        }
        if (lastModel == null) {
            return attempts.isEmpty() ? "first" : "fallback";
        }
        return lastModel.equals(model.id()) ? "retry" : "fallback";
    }

    /** Tells the circuit, and takes secrets out of what the provider said. */
    private static CallOutcome judge(Deployments.Turn turn, boolean anotherKey, CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Answered answered -> {
                turn.pass().succeeded();
                yield answered;
            }
            case CallOutcome.Left left -> {
                turn.pass().unknown();
                yield left;
            }
            case CallOutcome.Cut cut -> new CallOutcome.Cut(cut.facts(), judge(turn, anotherKey, cut.failure()));
            case CallOutcome.Broken broken ->
                new CallOutcome.Broken(broken.facts(), judge(turn, anotherKey, broken.failure()));
            case CallOutcome.Failed failed ->
                new CallOutcome.Failed(judge(turn, anotherKey, failed.failure()), failed.facts());
        };
    }

    private static Failure judge(Deployments.Turn turn, boolean anotherKey, Failure failure) {
        boolean ofKey = anotherKey && failure.isOfKey();
        if (failure.countsAgainstProvider() && !ofKey) {
            turn.pass().failed();
        } else if (!failure.wasAsked() || ofKey) {
            turn.pass().unknown();
        } else {
            // It answered, if with a no: the way to it works.
            turn.pass().succeeded();
        }
        return failure.scrubbed(turn.live().deployment().provider());
    }

    private @Nullable Usage usage(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Answered answered -> answered.facts().usage(inputChars);
            case CallOutcome.Cut cut -> cut.facts().usage(inputChars);
            case CallOutcome.Broken broken -> broken.facts().usage(inputChars);
            case CallOutcome.Left left -> left.facts().usage(inputChars);
            case CallOutcome.Failed failed -> {
                AnswerFacts facts = failed.facts();
                yield facts != null && facts.billed() ? facts.usage(inputChars) : null;
            }
        };
    }

    private static String word(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Answered _ -> "ok";
            case CallOutcome.Cut cut -> "cut: " + cut.failure().code();
            case CallOutcome.Broken broken -> "cut: " + broken.failure().code();
            case CallOutcome.Failed failed -> failed.failure().code();
            case CallOutcome.Left _ -> "cancelled";
        };
    }

    private static int status(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Answered _, CallOutcome.Cut _, CallOutcome.Broken _ -> 200;
            case CallOutcome.Failed failed -> failed.failure().answered();
            case CallOutcome.Left _ -> 0;
        };
    }

    /** Notes a model none of whose deployments may be asked now, which costs no call. */
    void spared(Model model, String why) {
        String reason = attempts.isEmpty() ? "first" : "fallback";
        attempts.add(new Attempt(
                model.id(), model.id(), reason, why, 0, (System.nanoTime() - startedAt) / 1_000_000, 0, 0, null));
    }

    /** Notes time spent between calls. */
    void waited(long nanos) {
        waited += nanos;
    }

    /** Those that were sent. */
    int made() {
        return made;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<Spent> spent() {
        return spent;
    }

    /** From the start to the answer's first byte, -1 where there was none. */
    long firstTokenNanos() {
        return firstTokenNanos;
    }
}
