package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.config.StreamRecovery;
import dev.tierwise.serving.recover.Continuation;
import dev.tierwise.serving.recover.DifferentAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream on, event by whole event, one flush per read. Until the first event that carries a part of the answer
 * nothing is sent, so that a provider which fails before it can still be replaced. For one stream, one thread.
 */
final class StreamRelay {
    /** Room for an event or two: with a thousand streams open, what each holds decides how long a collection takes. */
    private static final int FIRST_BYTES = 2 << 10;

    /** Room for what comes at once from a provider that does not wait. */
    private static final int READ_BYTES = 16 << 10;

    private static final Duration LAST_BYTES = Duration.ofMillis(500);

    private final CallContext call;
    private final @Nullable StreamTranslation translation;
    private final @Nullable Continuation carriesOn;
    private final AnswerFacts facts = new AnswerFacts();
    private final EventReader events;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(FIRST_BYTES);
    private final boolean strip;
    private boolean hold;
    private @Nullable Failure failure;
    /** What the provider's own last event told the client. */
    private @Nullable Failure told;

    /**
     * For one stream.
     *
     * @param translation null where client and provider speak the same
     * @param carriesOn what makes this answer the rest of another one, null where it is the first
     */
    StreamRelay(CallContext call, @Nullable StreamTranslation translation, @Nullable Continuation carriesOn) {
        this.call = call;
        this.translation = translation;
        this.carriesOn = carriesOn;
        this.events = new EventReader(call.job().maxHeld());
        this.strip = translation == null
                && call.job().view().endpoint().usageOnRequest()
                && !call.job().view().usageAsked();
        this.hold = call.model().streamRecovery() == StreamRecovery.BUFFER;
    }

    CallOutcome relay(ProviderClient.Answer answer) {
        try {
            return read(answer);
        } catch (ClientGoneException e) {
            call.guard().clientLeft();
            return new CallOutcome.Left(facts);
        }
    }

    private CallOutcome read(ProviderClient.Answer answer) throws ClientGoneException {
        byte[] buffer = new byte[FIRST_BYTES];
        try (InputStream in = answer.body()) {
            int length;
            while (failure == null && !facts.done() && (length = in.read(buffer)) >= 0) {
                takeAll(buffer, length);
                send(answer);
                if (length == buffer.length && length < READ_BYTES) {
                    buffer = new byte[READ_BYTES];
                }
            }
            if (failure == null && !facts.done()) {
                take(events.rest());
                send(answer);
            }
            if (facts.done() && failure == null) {
                CallOutcome end = finish(answer);
                if (end instanceof CallOutcome.Answered) {
                    readToEnd(in, buffer);
                }
                return end;
            }
        } catch (IOException e) {
            if (call.guard().clientHasLeft()) {
                return new CallOutcome.Left(facts);
            }
            failure = Failures.of(e, call.guard());
        }
        boolean complete = facts.complete(call.job().view().choices());
        if (failure == null
                || (complete && !facts.error() && !facts.failed() && failure.kind() != Failure.Kind.DIFFERENT)) {
            return complete ? finish(answer) : broken(Failures.malformed("the stream ended before its last event"));
        }
        return broken(failure);
    }

    private void takeAll(byte[] buffer, int length) {
        try {
            List<Event> whole = events.feed(buffer, length);
            for (int i = 0; i < whole.size() && failure == null; i++) {
                take(whole.get(i));
            }
        } catch (MalformedAnswerException e) {
            failure = Failures.malformed(e.getMessage());
        }
    }

    private void take(@Nullable Event event) {
        if (event == null) {
            return;
        }
        try {
            facts.event(event);
            if (facts.done() && !facts.complete()) {
                failure = Failures.malformed("the stream ended without a finish reason");
                return;
            }
            Failure said = said(event.data());
            if (said != null && (facts.error() || replaceable())) {
                failure = said;
                return;
            }
            if (facts.choiceFailed()) {
                failure = Failures.choiceFailed();
                return;
            }
            told = said;
            if (!strip || !facts.onlyUsage()) {
                hold(translation == null ? event.raw() : translation.event(event.raw()));
            }
        } catch (MalformedAnswerException e) {
            failure = Failures.malformed("an event is " + e.getMessage());
        } catch (DifferentAnswerException e) {
            failure = Failures.different(e.how());
        }
    }

    private @Nullable Failure said(byte @Nullable [] data) {
        return data == null || !(facts.error() || facts.failed())
                ? null
                : Failures.said(data, call.job().view().endpoint());
    }

    /** Whether the client will have nothing of this answer. */
    private boolean replaceable() {
        return !call.down().begun() && (hold || !facts.answering());
    }

    private void hold(byte[] events) throws DifferentAnswerException, MalformedAnswerException {
        held.writeBytes(carriesOn == null ? events : carriesOn.events(events));
    }

    /** Sends what is held, where it is time to. */
    private void send(ProviderClient.Answer answer) throws ClientGoneException {
        hold &= held.size() <= call.job().maxHeld();
        if (!call.down().begun()
                && ((facts.answering() && !hold) || held.size() > call.job().maxHeld())) {
            begin(answer);
        }
        if (call.down().begun() && held.size() > 0) {
            pass();
            call.guard().enter(Guard.Phase.IDLE, call.model().timeouts().idle());
        } else if (facts.answering()) {
            call.guard().enter(Guard.Phase.IDLE, call.model().timeouts().idle());
        }
    }

    private void pass() throws ClientGoneException {
        // A client that reads slowly is not the provider's silence.
        call.guard().enter(Guard.Phase.TOTAL, call.guard().left());
        call.down().write(held);
        call.down().flush();
        if (call.transcript() != null) {
            call.transcript().sent(held.toByteArray());
        }
        held.reset();
    }

    private void begin(ProviderClient.Answer answer) throws ClientGoneException {
        call.down().begin(call.head(answer, "text/event-stream", -1, facts));
    }

    private CallOutcome finish(ProviderClient.Answer answer) throws ClientGoneException {
        if (!call.down().begun()) {
            begin(answer);
        }
        if (carriesOn != null && !carriesOn.caughtUp()) {
            return broken(Failures.different("it is shorter"));
        }
        try {
            if (translation != null) {
                hold(translation.end());
            }
        } catch (DifferentAnswerException e) {
            return broken(Failures.different(e.how()));
        } catch (MalformedAnswerException e) {
            return broken(Failures.malformed("its end is " + e.getMessage()));
        }
        pass();
        call.guard().answered();
        call.down().end();
        return told == null ? new CallOutcome.Answered(facts) : new CallOutcome.Cut(facts, told);
    }

    private CallOutcome broken(Failure failed) throws ClientGoneException {
        if (!call.down().begun()) {
            return new CallOutcome.Failed(failed, facts);
        }
        return new CallOutcome.Broken(facts, failed);
    }

    /** After its last event a provider has nothing to say; reading its end keeps the connection for the next call. */
    private void readToEnd(InputStream in, byte[] buffer) {
        call.guard().enter(Guard.Phase.IDLE, LAST_BYTES);
        try {
            int length;
            do {
                length = in.read(buffer);
            } while (length >= 0);
        } catch (IOException e) {
            // The client has its answer; the connection is not used again.
        }
    }
}
