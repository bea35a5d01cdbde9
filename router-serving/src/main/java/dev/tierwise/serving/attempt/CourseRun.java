package dev.tierwise.serving.attempt;

import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.attempt.Review;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.upstream.Attempt;
import dev.tierwise.serving.upstream.Caller;
import dev.tierwise.serving.upstream.ClientSide;
import dev.tierwise.serving.upstream.Deployments;
import dev.tierwise.serving.upstream.Dispatch;
import dev.tierwise.serving.upstream.Guard;
import dev.tierwise.serving.upstream.Job;
import dev.tierwise.serving.upstream.Result;
import dev.tierwise.serving.upstream.Result.Outcome;
import dev.tierwise.serving.upstream.Spent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request on its course: asks, looks, asks again. All questions share the calls that one request may take, and each
 * has one, however few those are. The client sees the accepted answer and nothing of the others; what
 * all of them used is in the result. For one request, one thread.
 */
public final class CourseRun {
    private final Caller caller;
    private final Deployments deployments;
    private final Function<String, Optional<Model>> models;
    private final Function<Duration, Guard> guards;
    private final Job job;
    private final ClientSide client;
    private final long startedAt = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Spent> spent = new ArrayList<>();
    private int made;
    /** What a question ended with whose client had left, null while it is there. */
    private @Nullable Result left;
    /** Questions that may follow the one being asked, each of which is kept a call. */
    private int toFollow;

    /**
     * For one request.
     *
     * @param models of the configuration, by id
     * @param guards makes what watches over one answer, for at most so long
     */
    public CourseRun(
            Caller caller,
            Deployments deployments,
            Function<String, Optional<Model>> models,
            Function<Duration, Guard> guards,
            Job job,
            ClientSide client) {
        this.caller = caller;
        this.deployments = deployments;
        this.models = models;
        this.guards = guards;
        this.job = job;
        this.client = client;
    }

    /** Serves the request. */
    public Result run(Course course) throws InterruptedException {
        return switch (course) {
            case Course.Plain _ -> ask(job, client);
            case Course.Cascade cascade -> cascade(cascade);
            case Course.Speculative speculative -> speculate(speculative);
        };
    }

    private Result cascade(Course.Cascade cascade) throws InterruptedException {
        toFollow = cascade.asks().size();
        HeldSide held = new HeldSide(job.maxHeld());
        Result attempt = ask(with(job.view(), job.candidates().subList(0, 1)), held);
        if (attempt.outcome() == Outcome.CANCELLED || attempt.outcome() == Outcome.REFUSED) {
            return attempt;
        }
        if (attempt.outcome() == Outcome.OK && held.isWhole()) {
            Answer answer = AnswerReader.read(held.bytes(), job.view().stream());
            Review review = Review.of(
                    cascade.checks(),
                    new Asked(job.view().prompt(), job.view().schema().orElse(null)),
                    answer,
                    this::ask);
            if (left != null) {
                return left.with(made, attempts, spent);
            }
            if (review.accepted()) {
                return give(held, attempt);
            }
            mark("rejected_by_" + review.check());
        }
        return askLast(cascade.to());
    }

    private Result speculate(Course.Speculative speculative) throws InterruptedException {
        // It may be verified, and answered anew where nobody could verify it.
        toFollow = 2;
        HeldSide held = new HeldSide(job.maxHeld());
        Result draft = ask(with(job.view(), job.candidates().subList(0, 1)), held);
        if (draft.outcome() == Outcome.CANCELLED || draft.outcome() == Outcome.REFUSED) {
            return draft;
        }
        Optional<Model> verifier = models.apply(speculative.verifier());
        if (draft.outcome() == Outcome.OK && held.isWhole() && verifier.isPresent()) {
            Answer answer = AnswerReader.read(held.bytes(), job.view().stream());
            Optional<RequestView> question = answer.toolCall() || answer.text().isBlank()
                    ? Optional.empty()
                    : Questions.verify(job.view(), answer.text());
            if (question.isPresent()) {
                toFollow = 1;
                HeldSide second = new HeldSide(job.maxHeld());
                Result verified = ask(with(question.get(), List.of(verifier.get())), second);
                if (verified.outcome() == Outcome.OK && second.isWhole()) {
                    String reply = AnswerReader.read(second.bytes(), job.view().stream())
                            .text();
                    return Questions.accepts(reply) ? give(held, draft) : give(second, verified);
                }
                if (verified.outcome() == Outcome.CANCELLED) {
                    return verified;
                }
            }
        }
        return askLast(speculative.verifier());
    }

    /** Asks whoever stands behind the first, for the client. */
    private Result askLast(String next) throws InterruptedException {
        toFollow = 0;
        return ask(with(job.view(), others(next)), new LaterSide(client, startedAt, made));
    }

    /** The one to ask next and whoever is left, the first excepted. */
    private List<Model> others(String next) {
        List<Model> left =
                new ArrayList<>(job.candidates().subList(1, job.candidates().size()));
        models.apply(next).ifPresent(model -> {
            left.removeIf(other -> other.id().equals(next));
            left.addFirst(model);
        });
        return left;
    }

    private Job with(RequestView view, List<Model> candidates) {
        int calls = Math.max(1, job.maxCalls() - made - toFollow);
        return new Job(view, job.headers(), candidates, calls, job.maxHeld(), null);
    }

    /** Somebody's question, such as a judge's, answered apart from the client. */
    private Optional<Answer> ask(String model, String question) throws InterruptedException {
        Optional<Model> known = models.apply(model);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        // A check of one's own may ask more than it said.
        toFollow = Math.max(1, toFollow - 1);
        HeldSide held = new HeldSide(job.maxHeld());
        Result result = ask(with(Questions.single(model, question), List.of(known.get())), held);
        return result.outcome() == Outcome.OK && held.isWhole()
                ? Optional.of(AnswerReader.read(held.bytes(), false))
                : Optional.empty();
    }

    private Result ask(Job asked, ClientSide side) throws InterruptedException {
        long before = System.nanoTime() - startedAt;
        Duration rest = asked.candidates().getFirst().timeouts().total().minusNanos(before);
        Result result;
        try (Guard guard = guards.apply(rest)) {
            result = new Dispatch(caller, asked, deployments, guard, side).run().after(before);
        }
        made += result.calls();
        attempts.addAll(result.attempts());
        spent.addAll(result.spent());
        Result soFar = result.with(made, attempts, spent);
        left = result.outcome() == Outcome.CANCELLED ? soFar : left;
        return soFar;
    }

    private Result give(HeldSide held, Result accepted) {
        try {
            // The client waits for what was looked at until now.
            long firstToken = System.nanoTime() - startedAt;
            held.replay(new LaterSide(client, startedAt, made - held.calls()));
            return accepted.with(made, attempts, spent).begunAfter(firstToken);
        } catch (IOException e) {
            return accepted.with(made, attempts, spent).cancelled();
        }
    }

    /** Says of the attempt what the checks made of it. */
    private void mark(String outcome) {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i).model().equals(job.candidates().getFirst().id())) {
                attempts.set(i, attempts.get(i).withOutcome(outcome));
                return;
            }
        }
    }
}
