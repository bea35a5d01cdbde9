package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.Retries;
import dev.tierwise.serving.upstream.Failure.Kind;
import dev.tierwise.serving.upstream.Result.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One request on its way through its candidates: what was tried, what is left to try. One thread. */
final class Dispatch {
    private final Caller caller;
    private final Job job;
    private final Deployments deployments;
    private final Guard guard;
    private final Downstream down;
    private final long startedAt = System.nanoTime();
    private final int budget;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Set<LiveDeployment> silent = new HashSet<>();
    private int calls;
    private long waited;
    private long firstTokenNanos = -1;
    private @Nullable Failure mostUseful;
    private @Nullable Model tooSmall;

    Dispatch(Caller caller, Job job, Deployments deployments, Guard guard, Downstream down) {
        this.caller = caller;
        this.job = job;
        this.deployments = deployments;
        this.guard = guard;
        this.down = down;
        this.budget = job.candidates().getFirst().retries().maxAttempts();
    }

    /** Whether any call has been made. */
    boolean asked() {
        return calls > 0;
    }

    /** Asks one model until it answers or has had its tries; empty where the next one should be asked. */
    Optional<Result> ask(Model model, boolean overLimit) throws InterruptedException {
        if (tooSmall != null && !larger(model, tooSmall)) {
            return Optional.empty();
        }
        long pauseMillis = 0;
        for (int retry = 0; calls < budget; retry++) {
            Optional<LiveDeployment> live = deployments.acquire(model.id(), this::usable, overLimit);
            if (live.isEmpty()) {
                spared(model);
                return Optional.empty();
            }
            CallOutcome outcome = callOnce(model, live.get(), pauseMillis);
            if (!(outcome instanceof CallOutcome.Failed failed)) {
                return Optional.of(ended(outcome, model));
            }
            Failure failure = failed.failure();
            remember(failure, model, live.get());
            if (failure.kind() == Kind.CLIENT || guard.stop() != null) {
                return Optional.of(nobodyAnswered());
            }
            Optional<Duration> pause = pauseBeforeRetry(failure, model.retries(), retry);
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

    private boolean usable(LiveDeployment live) {
        return !silent.contains(live)
                && job.answerable(live.deployment().provider().wire());
    }

    private static boolean larger(Model model, Model than) {
        return model.contextWindow() == null
                || than.contextWindow() == null
                || model.contextWindow() > than.contextWindow();
    }

    private CallOutcome callOnce(Model model, LiveDeployment live, long pauseMillis) {
        calls++;
        long from = System.nanoTime();
        live.begin();
        try {
            CallOutcome outcome = caller.call(new CallContext(job, model, live, guard, down, calls, () -> {
                firstTokenNanos = System.nanoTime() - startedAt;
                return waited + System.nanoTime() - from;
            }));
            long millis = (System.nanoTime() - from) / 1_000_000;
            CallOutcome told = judge(live, outcome);
            attempts.add(record(model, live, told, pauseMillis, millis));
            return told;
        } catch (RuntimeException e) {
            live.breaker().unknown();
            throw e;
        } finally {
            waited += System.nanoTime() - from;
            live.end();
        }
    }

    /** Tells the circuit, and takes secrets out of what the provider said. */
    private CallOutcome judge(LiveDeployment live, CallOutcome outcome) {
        switch (outcome) {
            case CallOutcome.Answered answered -> {
                live.breaker().succeeded();
                Usage usage = usage(answered.facts());
                live.used(usage.input() + usage.output());
            }
            case CallOutcome.Cut cut -> judge(live, cut.failure());
            case CallOutcome.Failed failed -> {
                judge(live, failed.failure());
                return new CallOutcome.Failed(
                        failed.failure().scrubbed(live.deployment().provider()));
            }
            case CallOutcome.Left _ -> live.breaker().unknown();
        }
        return outcome;
    }

    private static void judge(LiveDeployment live, Failure failure) {
        if (failure.countsAgainstProvider()) {
            live.breaker().failed();
        } else if (failure.kind() == Kind.UNTRANSLATABLE) {
            live.breaker().unknown();
        } else {
            // It answered, if with a no: the way to it works.
            live.breaker().succeeded();
        }
    }

    private static Attempt record(
            Model model, LiveDeployment live, CallOutcome outcome, long pauseMillis, long millis) {
        return switch (outcome) {
            case CallOutcome.Answered _ -> new Attempt(model.id(), live.label(), "ok", 200, pauseMillis, millis);
            case CallOutcome.Cut cut ->
                new Attempt(model.id(), live.label(), "cut: " + cut.failure().code(), 200, pauseMillis, millis);
            case CallOutcome.Failed failed ->
                new Attempt(
                        model.id(),
                        live.label(),
                        failed.failure().code(),
                        failed.failure().body() == null ? 0 : failed.failure().status(),
                        pauseMillis,
                        millis);
            case CallOutcome.Left _ -> new Attempt(model.id(), live.label(), "cancelled", 0, pauseMillis, millis);
        };
    }

    /** A model none of whose deployments may be asked now costs no call. */
    private void spared(Model model) {
        attempts.add(new Attempt(model.id(), model.id(), "not asked: circuit open or no room", 0, 0, 0));
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
            case MISCONFIGURED, UNTRANSLATABLE, CONTEXT_TOO_LONG, CLIENT -> Optional.empty();
        };
    }

    private boolean pause(Duration time) throws InterruptedException {
        long from = System.nanoTime();
        try {
            return guard.pause(time);
        } finally {
            waited += System.nanoTime() - from;
        }
    }

    private Result ended(CallOutcome outcome, Model model) {
        return switch (outcome) {
            case CallOutcome.Answered answered -> result(Outcome.OK, model, 200, answered.facts());
            case CallOutcome.Cut cut -> result(Outcome.CUT, model, 200, cut.facts());
            case CallOutcome.Left left -> result(Outcome.CANCELLED, model, 499, left.facts());
            case CallOutcome.Failed _ -> nobodyAnswered();
        };
    }

    private Result result(Outcome outcome, Model model, int status, AnswerFacts facts) {
        return new Result(
                outcome, model, status, attempts, usage(facts), facts.id().orElse(null), firstTokenNanos, null);
    }

    private Usage usage(AnswerFacts facts) {
        return facts.usage(job.view().textChars());
    }

    /** The end of a request that got no answer. */
    Result nobodyAnswered() {
        if (guard.clientHasLeft()) {
            return new Result(Outcome.CANCELLED, null, 499, attempts, null, null, -1, null);
        }
        Result.Refusal refusal = Refusals.of(job.view().endpoint(), mostUseful, attempts);
        Outcome outcome = mostUseful != null && mostUseful.kind() == Kind.CLIENT ? Outcome.REFUSED : Outcome.FAILED;
        return new Result(outcome, null, refusal.status(), attempts, null, null, -1, refusal);
    }
}
