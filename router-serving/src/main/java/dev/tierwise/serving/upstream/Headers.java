package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.file.HeaderNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers cross the proxy. All do, except those that belong to one connection, to the credentials of one side, or
 * to the path a request took here. Names are in lower case.
 */
public final class Headers {
    private static final Set<String> NOT_UPSTREAM = Set.of(
            "host",
            "content-type",
            "accept-encoding",
            "authorization",
            "x-api-key",
            "api-key",
            "cookie",
            "openai-organization",
            "openai-project",
            "forwarded",
            "via",
            "origin",
            "referer",
            "x-real-ip");
    private static final Set<String> NOT_DOWNSTREAM =
            Set.of("set-cookie", "server", "date", "alt-svc", "strict-transport-security", "content-type");

    /** Half of what Jetty sends as a head at most: with more than that it would send nothing at all. */
    private static final int MAX_DOWNSTREAM_CHARS = 8 << 10;

    private Headers() {}

    /** Those of a client's request that go to the provider. */
    public static List<Map.Entry<String, String>> upstream(List<Map.Entry<String, String>> headers) {
        Set<String> ofThisConnection = namedByConnection(headers);
        List<Map.Entry<String, String>> crossing = new ArrayList<>(headers.size());
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (crosses(name, NOT_UPSTREAM)
                    && !ofThisConnection.contains(name)
                    && !name.startsWith("x-forwarded-")
                    && !name.startsWith("sec-")) {
                crossing.add(header);
            }
        }
        return crossing;
    }

    /** What the client calls its connection's own, as RFC 9110 lets it; hardly any client does, which then costs nothing. */
    private static Set<String> namedByConnection(List<Map.Entry<String, String>> headers) {
        Set<String> named = Set.of();
        for (Map.Entry<String, String> header : headers) {
            String value = header.getValue();
            if (header.getKey().equals("connection")
                    && !value.equalsIgnoreCase("keep-alive")
                    && !value.equalsIgnoreCase("close")) {
                named = named.isEmpty() ? new HashSet<>() : named;
                for (String name : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                    named.add(name.strip());
                }
            }
        }
        return named;
    }

    /** Those of a provider's response that go to the client, as far as an answer's head has room for them. */
    public static List<Map.Entry<String, String>> downstream(List<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> crossing = new ArrayList<>(headers.size());
        int room = MAX_DOWNSTREAM_CHARS;
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            int length = name.length() + header.getValue().length();
            if (crosses(name, NOT_DOWNSTREAM) && !name.startsWith("access-control-") && length <= room) {
                crossing.add(header);
                room -= length;
            }
        }
        return crossing;
    }

    private static boolean crosses(String name, Set<String> held) {
        return !HeaderNames.OF_A_CONNECTION.contains(name) && !held.contains(name) && !name.startsWith("x-router-");
    }
}
