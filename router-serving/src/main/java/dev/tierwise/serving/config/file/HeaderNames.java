package dev.tierwise.serving.config.file;

import java.util.Set;

/** Names of headers that mean something to us, in lower case. */
public final class HeaderNames {
    /** Those that one connection has for itself: they neither cross the proxy nor can be set. */
    public static final Set<String> OF_A_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "content-length",
            "content-encoding");

    private HeaderNames() {}
}
