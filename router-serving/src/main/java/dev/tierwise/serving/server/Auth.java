package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.Config;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who calls. Thread-safe. */
final class Auth {
    private static final String BEARER = "bearer ";

    private final @Nullable ClientKeys keys;

    Auth(Config config) {
        this.keys = config.keys().isEmpty() ? null : new ClientKeys(config.keys());
    }

    /**
     * The client, null where keys are not asked for. The key may come in any of the headers the SDKs use.
     *
     * @throws ApiException 401
     */
    @Nullable
    ClientKey client(HttpServletRequest request) {
        if (keys == null) {
            return null;
        }
        String presented = presented(request);
        if (presented == null) {
            throw ApiException.unauthorised("No API key was sent. Send it as `Authorization: Bearer KEY`.");
        }
        return keys.find(presented).orElseThrow(() -> ApiException.unauthorised("The API key is not known here."));
    }

    private static @Nullable String presented(HttpServletRequest request) {
        String authorization = request.getHeader("authorization");
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        String key = request.getHeader("x-api-key");
        return key == null ? request.getHeader("api-key") : key;
    }
}
