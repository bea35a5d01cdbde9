package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.ReadBytes;
import dev.tierwise.serving.api.Translation;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Passes an answer on that does not stream. It is read whole and looked at first, so that a broken one can be asked for
 * again; one too long to be held is passed on as it comes. For one answer, one thread.
 */
final class WholeRelay {
    private static final int READ_BYTES = 16 << 10;
    private static final String JSON = "application/json";

    private final CallContext call;
    private final @Nullable Translation translation;
    private final AnswerFacts facts = new AnswerFacts();

    /**
     * For one answer.
     *
     * @param translation null where client and provider speak the same
     */
    WholeRelay(CallContext call, @Nullable Translation translation) {
        this.call = call;
        this.translation = translation;
    }

    CallOutcome relay(ProviderClient.Answer answer) {
        ReadBytes body = new ReadBytes(answer.length());
        try (InputStream in = answer.body()) {
            while (read(in, body) >= 0) {
                if (body.size() > call.job().maxHeld()) {
                    return pass(answer, in, body.toArray());
                }
            }
            return whole(answer, body.toArray());
        } catch (ClientGoneException e) {
            call.guard().clientLeft();
            return new CallOutcome.Left(facts);
        } catch (IOException e) {
            if (call.guard().clientHasLeft()) {
                return new CallOutcome.Left(facts);
            }
            Failure failure = Failures.of(e, call.guard());
            return call.down().begun() ? new CallOutcome.Cut(facts, failure) : new CallOutcome.Failed(failure);
        }
    }

    private int read(InputStream in, ReadBytes into) throws IOException {
        call.guard().enter(Guard.Phase.IDLE, call.model().timeouts().idle());
        return into.readFrom(in);
    }

    private int read(InputStream in, byte[] into) throws IOException {
        call.guard().enter(Guard.Phase.IDLE, call.model().timeouts().idle());
        return in.read(into);
    }

    private CallOutcome whole(ProviderClient.Answer answer, byte[] body) throws ClientGoneException {
        byte[] out;
        try {
            facts.answer(body);
            out = translation == null ? body : translation.answer(body);
        } catch (MalformedAnswerException e) {
            return new CallOutcome.Failed(Failures.malformed(e), facts);
        }
        if (facts.error() && !facts.hasChoices()) {
            return new CallOutcome.Failed(Failures.said(body, call.job().view().endpoint()), facts);
        }
        if (facts.choiceFailed()) {
            return new CallOutcome.Failed(Failures.choiceFailed(), facts);
        }
        call.guard().enter(Guard.Phase.TOTAL, call.guard().left());
        call.down().begin(call.head(answer, JSON, out.length, facts));
        call.guard().answered();
        call.down().write(out);
        call.down().end();
        return new CallOutcome.Answered(facts);
    }

    private CallOutcome pass(ProviderClient.Answer answer, InputStream in, byte[] begun)
            throws ClientGoneException, IOException {
        if (translation != null) {
            return new CallOutcome.Failed(Failure.of(
                    Failure.Kind.UNUSABLE,
                    502,
                    ErrorCode.ANSWER_TOO_LONG,
                    "the answer is longer than " + call.job().maxHeld() + " bytes, too long to be translated"));
        }
        // A client that reads slowly is not the provider's silence.
        call.guard().enter(Guard.Phase.TOTAL, call.guard().left());
        call.down().begin(call.head(answer, JSON, -1, facts));
        call.down().write(begun);
        byte[] buffer = new byte[READ_BYTES];
        for (int length = read(in, buffer); length >= 0; length = read(in, buffer)) {
            call.guard().enter(Guard.Phase.TOTAL, call.guard().left());
            call.down().write(buffer, length);
        }
        call.guard().answered();
        call.down().end();
        return new CallOutcome.Answered(facts);
    }
}
