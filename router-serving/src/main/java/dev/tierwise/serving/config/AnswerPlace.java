package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer was made, and is kept where its provider keeps it: a deployment, asked with a key. Another deployment,
 * or a key of another organisation, has never heard of it.
 *
 * @param provider its name in the file
 * @param model the model's name at the provider
 * @param key null where the provider wants none
 */
public record AnswerPlace(
        String provider, String model, @Nullable Secret key) {
    /** Whether the deployment is there. */
    public boolean isAt(Deployment deployment) {
        return deployment.provider().name().equals(provider)
                && deployment.model().equals(model);
    }

    /** The keys of a deployment there that may know the answer: its own, or all where that one has been replaced. */
    public List<Secret> keys(Deployment deployment) {
        List<Secret> all = deployment.provider().apiKeys();
        return key != null && all.contains(key) ? List.of(key) : all;
    }
}
