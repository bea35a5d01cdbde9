package dev.tierwise.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigestsTest {
    /** FIPS 180-2, appendix B.1. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isSha256InLowerCaseHexWhetherInOnePartOrSeveral(@TempDir Path folder) throws IOException {
        assertThat(Digests.sha256(bytes("abc"))).isEqualTo(ABC);
        assertThat(Digests.sha256(bytes("a"), bytes(""), bytes("bc"))).isEqualTo(ABC);
        assertThat(Digests.sha256(Files.writeString(folder.resolve("abc.txt"), "abc")))
                .isEqualTo(ABC);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
