package dev.tierwise.serving.server;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.Config;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who calls. Thread-safe. */
final class Auth {
    private static final String BEARER = "bearer ";
    private static final String LOOPBACK = "(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]*)?";
    private static final Pattern HERE = Pattern.compile(LOOPBACK, Pattern.CASE_INSENSITIVE);
    private static final Pattern PAGE_OF_HERE =
            Pattern.compile("[a-z][a-z0-9+.-]*://" + LOOPBACK, Pattern.CASE_INSENSITIVE);

    private final @Nullable ClientKeys keys;

    Auth(Config config) {
        this.keys = config.keys().isEmpty() ? null : new ClientKeys(config.keys());
    }

    /**
     * The client, null where keys are not asked for. The key may come in any of the headers the SDKs use.
     *
     * @throws ApiException 401; where keys are not asked for, 403 as {@link #requireLocal} says
     */
    @Nullable
    ClientKey client(HttpServletRequest request) {
        if (keys == null) {
            requireLocal(request);
            return null;
        }
        String presented = presented(request);
        if (presented == null) {
            throw ApiException.unauthorised("No API key was sent. Send it as `Authorization: Bearer KEY`.");
        }
        return keys.find(presented).orElseThrow(() -> ApiException.unauthorised("The API key is not known here."));
    }

    /**
     * Where keys are not asked for, a connection from this machine is all that a request has to show, and any web page
     * can have the browser here make one. A page cannot choose these two headers.
     *
     * @throws ApiException 403
     */
    void requireLocal(HttpServletRequest request) {
        if (keys == null) {
            require(HERE, "Host", request);
            require(PAGE_OF_HERE, "Origin", request);
        }
    }

    private static void require(Pattern legal, String name, HttpServletRequest request) {
        String value = request.getHeader(name);
        if (value != null && !legal.matcher(value).matches()) {
            throw ApiException.refused(
                    403,
                    ErrorCode.NOT_LOCAL,
                    "Without client keys only this machine is served, by the name of localhost, 127.0.0.1 or [::1], and the"
                            + " header `" + name + "` is \"" + value
                            + "\". To allow it, set `keys` in the configuration and send one.");
        }
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
