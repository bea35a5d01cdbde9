package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.ErrorBody;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.api.ProviderError;
import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.api.UntranslatableException;
import dev.tierwise.serving.config.Deployment;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.Timeouts;
import dev.tierwise.serving.config.Wire;
import dev.tierwise.serving.recover.Continuation;
import dev.tierwise.serving.upstream.Failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one call to one deployment, and says how it ended. Thread-safe. */
public final class Caller {
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final ProviderClient client;
    private final Translations translations;

    public Caller(ProviderClient client, Translations translations) {
        this.client = client;
        this.translations = translations;
    }

    CallOutcome call(CallContext call) {
        Deployment deployment = call.live().deployment();
        Job job = call.job();
        Wire wire = deployment.provider().wire();
        Translation translation = wire == job.wire() ? null : translations.between(job.wire(), deployment.provider());
        try {
            byte[] body =
                    job.view().bodyFor(deployment.model(), deployment.provider().askUsage());
            Continuation carriesOn = continuation(call, body);
            byte[] asked = carriesOn == null ? body : carriesOn.request();
            ProviderClient.Call post = post(call, translation == null ? asked : translation.request(asked));
            return send(call, post, translation, carriesOn);
        } catch (UntranslatableException e) {
            byte[] told = new ErrorBody(
                            "invalid_request_error",
                            ErrorCode.UNTRANSLATABLE.text(),
                            e.param(),
                            e.getMessage(),
                            List.of())
                    .json(job.view().endpoint());
            return new CallOutcome.Failed(Failure.of(Kind.UNTRANSLATABLE, 400, ErrorCode.UNTRANSLATABLE, e.getMessage())
                    .withBody(told));
        }
    }

    private static @Nullable Continuation continuation(CallContext call, byte[] body) {
        return call.mode() == CallContext.Mode.ANSWER || call.transcript() == null
                ? null
                : call.transcript().carryOn(body, call.mode() == CallContext.Mode.PREFILL);
    }

    private static ProviderClient.Call post(CallContext call, byte[] body) {
        Deployment deployment = call.live().deployment();
        Provider provider = deployment.provider();
        Endpoint endpoint = call.job().view().endpoint();
        String path = provider.wire() == call.job().wire()
                ? endpoint.path()
                : (provider.wire() == Wire.OPENAI ? Endpoint.CHAT : Endpoint.MESSAGES).path();
        List<Map.Entry<String, String>> headers = new ArrayList<>(call.job().headers());
        call.key()
                .ifPresent(key -> headers.add(
                        Map.entry(provider.auth().header(), provider.auth().value(key))));
        provider.headers().forEach((name, value) -> {
            headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
            headers.add(Map.entry(name, value.reveal()));
        });
        if (provider.wire() == Wire.ANTHROPIC
                && headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("anthropic-version"))) {
            headers.add(Map.entry("anthropic-version", "2023-06-01"));
        }
        return new ProviderClient.Call(
                provider.name(),
                call.live().endpoint(path),
                headers,
                body,
                call.model().timeouts().connect(),
                provider.maxConnections());
    }

    private CallOutcome send(
            CallContext call,
            ProviderClient.Call post,
            @Nullable Translation translation,
            @Nullable Continuation carriesOn) {
        Guard guard = call.guard();
        Timeouts limits = call.model().timeouts();
        long sentAt = System.nanoTime();
        boolean stream = call.job().view().stream();
        // Nobody can tell from outside when the connection stands, so that its time comes on top.
        guard.enter(
                stream ? Guard.Phase.HEADERS : Guard.Phase.ANSWER,
                limits.connect().plus(stream ? shorter(limits.headers(), limits.firstToken()) : limits.answer()));
        try (ProviderClient.Answer answer = client.post(post, guard::attempt)) {
            if (answer.status() / 100 != 2) {
                return new CallOutcome.Failed(refusal(call, answer, translation));
            }
            if (!stream) {
                return new WholeRelay(call, translation).relay(answer);
            }
            guard.enter(Guard.Phase.FIRST_TOKEN, limits.firstToken().minusNanos(System.nanoTime() - sentAt));
            return new StreamRelay(
                            call,
                            translation == null
                                    ? null
                                    : translation.stream(call.job().view().usageAsked()),
                            carriesOn)
                    .relay(answer);
        } catch (IOException e) {
            return guard.clientHasLeft()
                    ? new CallOutcome.Left(new AnswerFacts())
                    : new CallOutcome.Failed(Failures.of(e, guard));
        } finally {
            guard.leaveAttempt();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Failure refusal(CallContext call, ProviderClient.Answer answer, @Nullable Translation translation)
            throws IOException {
        call.guard().enter(Guard.Phase.IDLE, call.model().timeouts().idle());
        byte[] body;
        try (InputStream in = answer.body()) {
            body = in.readNBytes(MAX_ERROR_BYTES);
        }
        String retryAfter = answer.headers().stream()
                .filter(header -> header.getKey().equals("retry-after"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        Failure failure = Failure.response(answer.status(), body, Backoff.retryAfter(retryAfter, Instant.now()));
        // What cannot be read cannot be translated, and is quoted in the end.
        return translation == null
                        || failure.body() == null
                        || ProviderError.parse(body).message() == null
                ? failure
                : failure.withBody(translation.error(answer.status(), failure.body()));
    }
}
