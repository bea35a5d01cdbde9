package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.ErrorBody;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.Retries;
import dev.tierwise.serving.config.StreamRecovery;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.recover.Transcript;
import dev.tierwise.serving.upstream.CallContext.Mode;
import dev.tierwise.serving.upstream.Failure.Kind;
import dev.tierwise.serving.upstream.Result.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through its candidates: asks one after the other until one answers, the same model again for a
 * passing fault, the next model otherwise, within one deadline and one budget of calls. Once an answer's first byte has
 * gone to the client, others are asked only to carry that answer on. For one request, one thread.
 */
public final class Dispatch {
    /** A stream that broke off after its first byte, and waits for another model to carry it on. */
    private record Break(Model model, Failure failure) {}

    /** A call that was made. */
    private record Made(LiveDeployment live, Optional<Secret> key, Mode mode, CallOutcome outcome) {}

    private final Job job;
    private final Deployments deployments;
    private final Guard guard;
    private final Downstream down;
    private final Calls calls;
    private final Tried tried;
    private final Set<Model> withoutPrefill = new HashSet<>();
    private final Unanswered unanswered;
    private @Nullable Transcript transcript;
    private @Nullable Break firstBreak;

    /**
     * For one request.
     *
     * @param guard watches over this request
     */
    public Dispatch(Caller caller, Job job, Deployments deployments, Guard guard, ClientSide client) {
        this.calls = new Calls(caller, job.view().textChars());
        this.tried = new Tried(job.place());
        this.unanswered = new Unanswered(job, deployments);
        this.job = job;
        this.deployments = deployments;
        this.guard = guard;
        this.down = new Downstream(client, guard);
    }

    /** Serves the request; returns when the client has its answer, has left, or nobody answered and nothing was sent. */
    public Result run() throws InterruptedException {
        if (guard.left().isZero()) {
            // What was asked before this took all of it.
            unanswered.failed(Failures.overdue(), null);
            return nobodyAnswered();
        }
        for (Model model : job.candidates()) {
            Optional<Result> end = ask(model, false);
            if (end.isPresent()) {
                return end.get();
            }
        }
        // Known limits are kept where somebody with room answers; where nobody does, the providers may decide.
        for (Model model : job.candidates()) {
            Optional<Result> end = isHeldByLimits(model) ? ask(model, true) : Optional.empty();
            if (end.isPresent()) {
                return end.get();
            }
        }
        // Where nobody else could carry on, the model whose stream broke may.
        Optional<Result> again = firstBreak == null ? Optional.empty() : ask(firstBreak.model(), false);
        return again.orElseGet(this::nobodyAnswered);
    }

    /**
     * Asks one model until it answers or has had its tries, at another of its deployments or with another key where it
     * has one; empty where the next model should be asked.
     */
    private Optional<Result> ask(Model model, boolean overLimit) throws InterruptedException {
        if (unanswered.isTooSmall(model)) {
            return Optional.empty();
        }
        long pauseMillis = 0;
        int tries = 0;
        while (calls.made() < job.maxCalls()) {
            Optional<Deployments.Turn> turn = acquire(model, overLimit);
            if (turn.isEmpty()) {
                calls.spared(model, deployments.whyNot(model.id(), this::usable));
                unanswered.spared(model);
                return Optional.empty();
            }
            unanswered.asked(model);
            boolean last = tries >= model.retries().numRetries() || calls.made() + 1 == job.maxCalls();
            Made made = callOnce(model, turn.get(), !last, pauseMillis);
            if (made.outcome() instanceof CallOutcome.Broken broken) {
                return afterBreak(model, made, broken.failure());
            }
            if (!(made.outcome() instanceof CallOutcome.Failed failed)) {
                return Optional.of(ended(made.outcome(), model));
            }
            Failure failure = failed.failure();
            unanswered.failed(failure, model);
            if (guard.stop() != null || (failure.kind() == Kind.CLIENT && made.mode() == Mode.ANSWER)) {
                return Optional.of(nobodyAnswered());
            }
            // Who was not asked, since its wire cannot say it, is no try, as it is no call.
            tries += failure.kind() == Kind.UNTRANSLATABLE ? 0 : 1;
            if (made.mode() == Mode.PREFILL && refusesToContinue(failure)) {
                withoutPrefill.add(model);
                pauseMillis = 0;
                continue;
            }
            note(failure, model, made);
            Optional<Duration> pause = pauseBeforeRetry(failure, model, tries, overLimit);
            if (pause.isEmpty()) {
                return Optional.empty();
            }
            pauseMillis = pause.get().toMillis();
            if (!pause(pause.get())) {
                return Optional.of(nobodyAnswered());
            }
        }
        return Optional.empty();
    }

    /** Whether nothing but its known limits keeps a deployment from being asked. */
    private boolean isHeldByLimits(Model model) {
        return deployments.of(model.id()).stream()
                .anyMatch(live -> fresh(live) && live.breaker().allows() && !live.hasRoom());
    }

    private boolean usable(LiveDeployment live) {
        return tried.usable(live) && job.answerable(live.deployment().provider().wire());
    }

    private boolean fresh(LiveDeployment live) {
        return tried.fresh(live) && usable(live);
    }

    /** One that has not failed this request, where there is any. */
    private Optional<Deployments.Turn> acquire(Model model, boolean overLimit) {
        Optional<Deployments.Turn> turn = deployments.acquire(model.id(), this::fresh, overLimit);
        return turn.isPresent() ? turn : deployments.acquire(model.id(), this::usable, overLimit);
    }

    private Mode mode(Model model) {
        if (firstBreak == null) {
            return Mode.ANSWER;
        }
        return model.acceptsPrefill() && !withoutPrefill.contains(model) ? Mode.PREFILL : Mode.RESTART;
    }

    /** A model whose entry says that it accepts a prefill may refuse this one. */
    private static boolean refusesToContinue(Failure failure) {
        return failure.kind() == Kind.CLIENT || failure.kind() == Kind.UNTRANSLATABLE;
    }

    private Made callOnce(Model model, Deployments.Turn turn, boolean goesOn, long pauseMillis) {
        try (turn) {
            LiveDeployment live = turn.live();
            Optional<Secret> key = tried.nextKey(live);
            Mode mode = mode(model);
            boolean anotherKey = goesOn && tried.keyLeftBeside(live, key);
            if (mode == Mode.ANSWER) {
                transcript = newTranscript(model);
            }
            CallContext call = new CallContext(job, model, live, key, guard, down, calls.next(), transcript, mode);
            return new Made(live, key, mode, calls.make(call, turn, pauseMillis, anotherKey));
        }
    }

    private @Nullable Transcript newTranscript(Model model) {
        return job.view().stream() && model.streamRecovery() == StreamRecovery.CONTINUE
                ? Transcript.of(job.view().endpoint(), job.maxHeld()).orElse(null)
                : null;
    }

    /** Empty where another model may carry on. */
    private Optional<Result> afterBreak(Model model, Made made, Failure failure) {
        if (firstBreak == null) {
            firstBreak = new Break(model, failure);
        }
        note(failure, model, made);
        boolean over = guard.stop() != null || transcript == null || !transcript.canBeCarriedOn();
        return over ? Optional.of(nobodyAnswered()) : Optional.empty();
    }

    private void note(Failure failure, Model model, Made made) {
        tried.note(failure, made.live(), made.key(), model.retries().retryAfterMax(), deployments.of(model.id()));
    }

    /**
     * Empty where the same model should not be asked again.
     *
     * @param tries it has had
     */
    private Optional<Duration> pauseBeforeRetry(Failure failure, Model model, int tries, boolean overLimit) {
        boolean another =
                switch (failure.kind()) {
                    case PASSING, SILENT, CROWDED, MISCONFIGURED, NOT_FOUND, UNTRANSLATABLE -> true;
                    // Any deployment would say the same.
                    case STOPPED, OVERDUE, CONTEXT_TOO_LONG, UNUSABLE, DIFFERENT, CLIENT -> false;
                };
        if (!another || tries > model.retries().numRetries()) {
            return Optional.empty();
        }
        if (deployments.anyReady(model.id(), this::fresh, overLimit)) {
            return Optional.of(Duration.ZERO);
        }
        if (!deployments.anyReady(model.id(), this::usable, overLimit)) {
            return Optional.empty();
        }
        Retries retries = model.retries();
        Duration asked = failure.wantsMoreThan(retries.retryAfterMax()) ? null : failure.retryAfter();
        return Optional.of(Backoff.before(Math.max(0, tries - 1), retries, asked, ThreadLocalRandom.current()));
    }

    private boolean pause(Duration time) throws InterruptedException {
        long from = System.nanoTime();
        try {
            return guard.pause(time);
        } finally {
            calls.waited(System.nanoTime() - from);
        }
    }

    private Result ended(CallOutcome outcome, Model model) {
        return switch (outcome) {
            case CallOutcome.Answered answered -> result(Outcome.OK, model, 200, answered.facts());
            case CallOutcome.Cut cut -> result(Outcome.CUT, model, 200, cut.facts());
            case CallOutcome.Left left -> result(Outcome.CANCELLED, model, 499, left.facts());
            case CallOutcome.Broken _, CallOutcome.Failed _ -> nobodyAnswered();
        };
    }

    private Result result(Outcome outcome, @Nullable Model model, int status, @Nullable AnswerFacts facts) {
        String id = facts == null ? null : facts.id().orElse(null);
        return new Result(
                outcome,
                model,
                status,
                calls.made(),
                calls.attempts(),
                calls.spent(),
                id,
                calls.firstTokenNanos(),
                null);
    }

    /** The end of a request that got no answer, or no whole one. */
    private Result nobodyAnswered() {
        if (guard.clientHasLeft()) {
            return result(Outcome.CANCELLED, null, 499, null);
        }
        if (firstBreak != null) {
            return tellOf(firstBreak);
        }
        List<Attempt> attempts = calls.attempts();
        Optional<Failure> why =
                guard.shuttingDown() ? Optional.of(Failures.shuttingDown()) : unanswered.why(this::usable);
        Result.Refusal refusal = Refusals.of(job.view().endpoint(), why, unanswered.soonest(), attempts);
        Outcome outcome =
                why.filter(failure -> failure.kind() == Kind.CLIENT).isPresent() ? Outcome.REFUSED : Outcome.FAILED;
        return new Result(outcome, null, refusal.status(), calls.made(), attempts, calls.spent(), null, -1, refusal);
    }

    /** Ends a stream with its own failure: what others said who were to carry it on would only mislead. */
    private Result tellOf(Break broken) {
        Failure why = broken.failure();
        ErrorBody error = new ErrorBody(
                "upstream_error", why.code(), null, "The answer broke off: " + why.words() + ".", List.of());
        try {
            down.write(error.event(job.view().endpoint()));
            down.flush();
            guard.answered();
            down.end();
        } catch (ClientGoneException e) {
            guard.clientLeft();
            return result(Outcome.CANCELLED, broken.model(), 499, null);
        }
        return result(Outcome.CUT, broken.model(), 200, null);
    }
}
