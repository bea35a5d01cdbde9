package dev.tierwise.serving.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.config.file.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientKeysTest {
    @Test
    void aKeyIsFoundByItselfAndByNothingElse() {
        SecureRandom random = new SecureRandom();
        List<Secret> secrets =
                Stream.generate(() -> ClientKeys.newKey(random)).limit(20).toList();
        ClientKeys keys = new ClientKeys(
                secrets.stream().map(secret -> entry(ClientKeys.hash(secret))).toList());

        for (Secret secret : secrets) {
            String key = secret.reveal();
            assertThat(keys.find(key)).map(ClientKey::sha256).contains(ClientKeys.hash(secret));
            assertThat(keys.find(key.substring(1))).isEmpty();
            assertThat(keys.find(key.substring(0, key.length() - 1))).isEmpty();
            assertThat(keys.find(key + " ")).isEmpty();
            assertThat(keys.find(ClientKeys.hash(secret)))
                    .as("the hash is no key")
                    .isEmpty();
        }
        assertThat(keys.find("")).isEmpty();
    }

    @Test
    void aNewKeyHas256BitsBehindItsPrefix() {
        assertThat(ClientKeys.newKey(new SecureRandom()).reveal()).matches("tw-[A-Za-z0-9_-]{43}");
    }

    private static ClientKey entry(String hash) {
        return new ClientKey("k", hash, List.of(), List.of(), null);
    }
}
