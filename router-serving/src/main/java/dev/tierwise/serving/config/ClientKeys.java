package dev.tierwise.serving.config;

import dev.tierwise.core.io.Digests;
import dev.tierwise.serving.config.file.Secret;
import dev.tierwise.serving.config.file.Types;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call, known by hashes alone. A key is 256 random bits, so a plain SHA-256 of it can neither be guessed nor
 * looked up; no slow password hash is needed. Safe for use by many threads.
 */
public final class ClientKeys {
    /** What every key begins with, so that scanners for leaked secrets can tell one. */
    public static final String PREFIX = "tw-";

    private static final int KEY_BYTES = 32;

    private final Map<ClientKey, byte[]> hashes = new LinkedHashMap<>();

    public ClientKeys(List<ClientKey> keys) {
        keys.forEach(key -> hashes.put(key, HexFormat.of().parseHex(key.sha256())));
    }

    /** Whether the configuration may call a key so. */
    public static boolean isName(String name) {
        return name.matches(Types.NAME_PATTERN);
    }

    /** Makes a new key; it is stored nowhere. */
    public static Secret newKey(SecureRandom random) {
        byte[] bits = new byte[KEY_BYTES];
        random.nextBytes(bits);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Lower-case hex SHA-256, as it stands in the configuration. */
    public static String hash(Secret key) {
        return Digests.sha256(key.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** Whose key this is. Takes the same time for every key of one length, known or not. */
    public Optional<ClientKey> find(String presented) {
        byte[] hash = Digests.newSha256().digest(presented.getBytes(StandardCharsets.UTF_8));
        Optional<ClientKey> found = Optional.empty();
        for (Map.Entry<ClientKey, byte[]> entry : hashes.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), hash)) {
                found = Optional.of(entry.getKey());
            }
        }
        return found;
    }
}
