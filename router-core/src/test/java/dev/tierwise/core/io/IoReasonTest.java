package dev.tierwise.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class IoReasonTest {
    private static final String HIDDEN = "/data/.tmp-1/scores.csv";

    @Test
    void aPathIsNoReason() {
        assertThat(IoReason.of(new AccessDeniedException(HIDDEN))).isEqualTo("no permission");
        assertThat(IoReason.of(new NoSuchFileException(HIDDEN))).isEqualTo("no such file or folder");
        assertThat(IoReason.of(new FileSystemException(HIDDEN, null, "Read-only file system")))
                .isEqualTo("Read-only file system");
        assertThat(IoReason.of(new DirectoryNotEmptyException(HIDDEN))).isEqualTo("DirectoryNotEmptyException");
    }

    @Test
    void anyOtherSpeaksForItself() {
        assertThat(IoReason.of(new IOException("No space left on device"))).isEqualTo("No space left on device");
        assertThat(IoReason.of(new IOException())).isEqualTo("java.io.IOException");
    }
}
