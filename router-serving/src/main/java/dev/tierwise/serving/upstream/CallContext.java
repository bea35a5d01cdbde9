package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.config.AnswerPlace;
import dev.tierwise.serving.config.Deployment;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.recover.Transcript;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one call needs to know of the request it serves.
 *
 * @param key what to log in with; empty where the provider wants none
 * @param begun its number among the request's calls, and since when
 * @param transcript what a stream's client is told, where another model may carry on; null otherwise
 * @param mode what is asked for
 */
record CallContext(
        Job job,
        Model model,
        LiveDeployment live,
        Optional<Secret> key,
        Guard guard,
        Downstream down,
        Calls.Begun begun,
        @Nullable Transcript transcript,
        Mode mode) {
    /** What a call is to give. */
    enum Mode {
        /** An answer. */
        ANSWER,
        /** The rest of an answer that the request begins. */
        PREFILL,
        /** An answer from its beginning, of which only the rest is sent. */
        RESTART
    }

    ClientSide.Head head(ProviderClient.Answer answer, String contentType, long length, AnswerFacts facts) {
        Deployment deployment = live.deployment();
        return new ClientSide.Head(
                answer.status(),
                contentType,
                Headers.downstream(answer.headers()),
                model,
                new AnswerPlace(deployment.provider().name(), deployment.model(), key.orElse(null)),
                begun.number(),
                begun.answerBegins(),
                length,
                facts.id().orElse(null));
    }
}
