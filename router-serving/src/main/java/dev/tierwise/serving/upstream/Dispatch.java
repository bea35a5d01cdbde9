package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.ErrorBody;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.Retries;
import dev.tierwise.serving.config.StreamRecovery;
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

/** One request on its way through its candidates: what was tried, what is left to try. One thread. */
final class Dispatch {
    /** A stream that broke off after its first byte, and waits for another model to carry it on. */
    private record Break(Model model, Failure failure) {}

    private final Job job;
    private final Deployments deployments;
    private final Guard guard;
    private final Downstream down;
    private final Calls calls;
    private final int budget;
    private final Set<LiveDeployment> silent = new HashSet<>();
    private final Set<Model> withoutPrefill = new HashSet<>();
    private @Nullable Failure mostUseful;
    private @Nullable Model tooSmall;
    private @Nullable Transcript transcript;
    private @Nullable Break firstBreak;

    Dispatch(Caller caller, Job job, Deployments deployments, Guard guard, Downstream down) {
        this.calls = new Calls(caller, job.view().textChars());
        this.job = job;
        this.deployments = deployments;
        this.guard = guard;
        this.down = down;
        this.budget = job.candidates().getFirst().retries().maxAttempts();
    }

    /** Whether any call has been made. */
    boolean asked() {
        return calls.made() > 0;
    }

    /** Asks one model until it answers or has had its tries; empty where the next one should be asked. */
    Optional<Result> ask(Model model, boolean overLimit) throws InterruptedException {
        if (tooSmall != null && !larger(model, tooSmall)) {
            return Optional.empty();
        }
        long pauseMillis = 0;
        for (int retry = 0; calls.made() < budget; retry++) {
            Optional<Deployments.Turn> turn = deployments.acquire(model.id(), this::usable, overLimit);
            if (turn.isEmpty()) {
                calls.spared(model, deployments.whyNot(model.id(), this::usable));
                return Optional.empty();
            }
            Mode mode = mode(model);
            CallOutcome outcome = callOnce(model, turn.get(), mode, pauseMillis);
            if (outcome instanceof CallOutcome.Broken broken) {
                return afterBreak(model, turn.get().live(), broken);
            }
            if (!(outcome instanceof CallOutcome.Failed failed)) {
                return Optional.of(ended(outcome, model));
            }
            Failure failure = failed.failure();
            remember(failure, model, turn.get().live());
            if (guard.stop() != null || (failure.kind() == Kind.CLIENT && mode == Mode.ANSWER)) {
                return Optional.of(nobodyAnswered());
            }
            Optional<Duration> pause = mode == Mode.PREFILL && refusesToContinue(failure)
                    ? Optional.of(Duration.ZERO)
                    : pauseBeforeRetry(failure, model.retries(), retry);
            if (pause.isEmpty()) {
                return Optional.empty();
            }
            if (mode == Mode.PREFILL && refusesToContinue(failure)) {
                withoutPrefill.add(model);
            }
            pauseMillis = pause.get().toMillis();
            if (!pause(pause.get())) {
                return Optional.of(nobodyAnswered());
            }
        }
        return Optional.empty();
    }

    /**
     * Asks the model whose stream broke once more, where nobody else could carry it on.
     */
    Optional<Result> askAgainAfterBreak() throws InterruptedException {
        return firstBreak == null ? Optional.empty() : ask(firstBreak.model(), false);
    }

    private boolean usable(LiveDeployment live) {
        return !silent.contains(live)
                && job.answerable(live.deployment().provider().wire());
    }

    private static boolean larger(Model model, Model than) {
        return model.contextWindow() == null
                || than.contextWindow() == null
                || model.contextWindow() > than.contextWindow();
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

    private CallOutcome callOnce(Model model, Deployments.Turn turn, Mode mode, long pauseMillis) {
        if (mode == Mode.ANSWER) {
            transcript = job.view().stream() && model.streamRecovery() == StreamRecovery.CONTINUE
                    ? Transcript.of(job.view().endpoint(), job.maxHeld()).orElse(null)
                    : null;
        }
        return calls.make(
                model,
                turn,
                mode,
                pauseMillis,
                call -> new CallContext(
                        job, model, turn.live(), guard, down, call.number(), transcript, mode, call.waitedNanos()));
    }

    /** Empty where another model may carry on. */
    private Optional<Result> afterBreak(Model model, LiveDeployment live, CallOutcome.Broken broken) {
        if (firstBreak == null) {
            firstBreak = new Break(model, broken.failure());
        }
        if (broken.failure().kind() == Kind.SILENT) {
            silent.add(live);
        }
        boolean over = guard.stop() != null || transcript == null || !transcript.canBeCarriedOn();
        return over ? Optional.of(nobodyAnswered()) : Optional.empty();
    }

    private void remember(Failure failure, Model model, LiveDeployment live) {
        if (failure.kind() == Kind.SILENT) {
            silent.add(live);
        }
        if (failure.kind() == Kind.CONTEXT_TOO_LONG) {
            tooSmall = model;
        }
        if (mostUseful == null || Refusals.rank(failure) >= Refusals.rank(mostUseful)) {
            mostUseful = failure;
        }
    }

    /** Empty where the same model should not be asked again. */
    private static Optional<Duration> pauseBeforeRetry(Failure failure, Retries retries, int retry) {
        if (retry >= retries.numRetries()) {
            return Optional.empty();
        }
        return switch (failure.kind()) {
            case PASSING -> {
                Duration asked = failure.retryAfter();
                yield asked != null && asked.compareTo(retries.retryAfterMax()) > 0
                        ? Optional.empty()
                        : Optional.of(Backoff.before(retry, retries, asked, ThreadLocalRandom.current()));
            }
            // Another deployment of the model may speak.
            case SILENT -> Optional.of(Duration.ZERO);
            // To wait once more would be to wait twice as long as the limit says.
            case CROWDED, STOPPED, MISCONFIGURED, NOT_FOUND, UNTRANSLATABLE, CONTEXT_TOO_LONG, DIFFERENT, CLIENT ->
                Optional.empty();
        };
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
        return new Result(outcome, model, status, calls.attempts(), calls.spent(), id, calls.firstTokenNanos(), null);
    }

    /** The end of a request that got no answer, or no whole one. */
    Result nobodyAnswered() {
        if (guard.clientHasLeft()) {
            return result(Outcome.CANCELLED, null, 499, null);
        }
        if (firstBreak != null) {
            return tellOf(firstBreak);
        }
        List<Attempt> attempts = calls.attempts();
        Failure why = guard.shuttingDown() ? Faults.shuttingDown() : mostUseful;
        Result.Refusal refusal = Refusals.of(job.view().endpoint(), why, attempts);
        Outcome outcome = why != null && why.kind() == Kind.CLIENT ? Outcome.REFUSED : Outcome.FAILED;
        return new Result(outcome, null, refusal.status(), attempts, calls.spent(), null, -1, refusal);
    }

    /** Ends a stream with its own failure: what others said who were to carry it on would only mislead. */
    private Result tellOf(Break broken) {
        Failure why = broken.failure();
        ErrorBody error = new ErrorBody(
                "upstream_error", why.code(), null, "The answer broke off: " + why.message() + ".", List.of());
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
