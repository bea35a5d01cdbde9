package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Model;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What one call needs to know of the request it serves.
 *
 * @param attempt 1 for the request's first call
 * @param waitedNanos time spent waiting for providers up to now
 */
record CallContext(
        Job job,
        Model model,
        LiveDeployment live,
        Guard guard,
        Downstream down,
        int attempt,
        LongSupplier waitedNanos) {
    ClientSide.Head head(int status, String contentType, List<Map.Entry<String, String>> headers, long length) {
        return new ClientSide.Head(
                status, contentType, Headers.downstream(headers), model, attempt, waitedNanos.getAsLong(), length);
    }
}
