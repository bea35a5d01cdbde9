package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Somebody who answers: an address, how to log in, and what to send along.
 *
 * @param name its key in the file
 * @param baseUrl what endpoint paths are appended to, version included, as the SDKs take it; {@code {model}} in it stands
 *     for the model's name at the provider (Azure's deployments)
 * @param apiKeys used in turn; empty where the provider wants none
 * @param auth how a key is sent
 * @param headers sent with every call; may hold secrets
 * @param query appended to every URL; may hold secrets
 * @param askUsage whether streams may be asked to end with their usage
 * @param maxConnections bound of the pool of connections to this provider
 */
public record Provider(
        String name,
        Wire wire,
        String baseUrl,
        List<Secret> apiKeys,
        Auth auth,
        Map<String, Secret> headers,
        Map<String, Secret> query,
        boolean askUsage,
        int maxConnections) {
    /** How a key is sent. */
    public enum Auth {
        /** {@code Authorization: Bearer KEY}. */
        BEARER("authorization"),
        /** {@code api-key: KEY}, Azure's way. */
        API_KEY("api-key"),
        /** {@code x-api-key: KEY}, Anthropic's way. */
        X_API_KEY("x-api-key");

        private final String header;

        Auth(String header) {
            this.header = header;
        }

        /** Name of the header, in lower case. */
        public String header() {
            return header;
        }

        /** Value of the header for a key. */
        public String value(Secret key) {
            return this == BEARER ? "Bearer " + key.reveal() : key.reveal();
        }
    }

    public Provider {
        apiKeys = List.copyOf(apiKeys);
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    static Provider read(String name, Section section) {
        Wire wire = section.get("wire", Types.choice(Wire.class), Wire.OPENAI, "The protocol it speaks.");
        String baseUrl = section.required(
                "base_url",
                Types.URL,
                "What paths such as `/chat/completions` are appended to, with the version, as the SDKs take it."
                        + " `{model}` stands for the deployment's model (Azure).");
        section.atMostOne("api_key", "api_keys");
        Secret single = section.optional(
                "api_key", Types.SECRET, "The key, best as a reference: `${NAME}`. None is sent where left out.");
        List<Secret> several = section.list("api_keys", Types.SECRET, "Several keys, used in turn.");
        Auth auth = section.optional(
                "auth",
                Types.choice(Auth.class),
                "How the key is sent: `Authorization: Bearer`, `api-key` (Azure) or `x-api-key`. `bearer` on the openai wire"
                        + " and `x_api_key` on the anthropic one where left out.");
        return new Provider(
                name,
                wire,
                baseUrl,
                single == null ? several : List.of(single),
                auth != null ? auth : wire == Wire.OPENAI ? Auth.BEARER : Auth.X_API_KEY,
                section.values("headers", Types.HEADER, Types.SECRET, "Headers sent with every call."),
                section.values(
                        "query",
                        Types.TEXT,
                        Types.SECRET,
                        "Query parameters appended to every URL, such as Azure's `api-version`."),
                section.get(
                        "ask_usage",
                        Types.BOOL,
                        true,
                        "Whether to ask for usage at the end of streams (`stream_options.include_usage`)."),
                section.get(
                        "max_connections", Quantities.integer(1, 65_535), 512, "Most connections held open at once."));
    }

    /**
     * The address of an endpoint.
     *
     * @param path with a leading slash, relative to the base URL, such as {@code /chat/completions}
     * @param model the model's name at the provider
     */
    public URI endpoint(String path, String model) {
        String address = baseUrl.replace("{model}", encoded(model));
        address = (address.endsWith("/") ? address.substring(0, address.length() - 1) : address) + path;
        if (query.isEmpty()) {
            return URI.create(address);
        }
        return URI.create(query.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        encoded(entry.getKey()) + "=" + encoded(entry.getValue().reveal()))
                .collect(Collectors.joining("&", address + "?", "")));
    }

    /** Forms write a space as a plus sign; a path may not. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
