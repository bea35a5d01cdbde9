package dev.tierwise.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpSourceTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final LocalPublisher publisher;

    HttpSourceTest() throws IOException {
        publisher = new LocalPublisher();
    }

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void copiesAFileByteForByte() throws IOException {
        String content = "prompt,label\r\n\"Größe, 大きさ\",1\r\n".repeat(20_000);
        publisher.publish("a/b.csv", content);

        assertThat(copy("a/b.csv", PATIENT)).isEqualTo(content);
    }

    @Test
    void followsARedirectAsLargeFileStoresSendOne() throws IOException {
        publisher.redirect("train.csv", "store/1f2e").publish("store/1f2e", "id,prompt\r\n");

        assertThat(copy("train.csv", PATIENT)).isEqualTo("id,prompt\r\n");
    }

    @Test
    void namesTheAddressTheAnswerAndTheWayAround() {
        assertThatThrownBy(() -> copy("gone.csv", PATIENT))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "cannot fetch " + publisher.base() + "gone.csv (it answered 404); try again, or get the files"
                                + " another way and name their folder with --mirror DIR");
    }

    @Test
    void anAnswerThatBreaksOffIsAFailure() {
        publisher.breakOff("half.csv");

        assertThatThrownBy(() -> copy("half.csv", PATIENT))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("half.csv");
    }

    @Test
    void anAnswerThatStallsIsGivenUp() {
        publisher.stall("slow.csv");

        assertThatThrownBy(() -> copy("slow.csv", Duration.ofMillis(300)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("nothing came for");
    }

    @Test
    void aServerThatIsNotThereIsAFailureWithTheAddress() {
        URI gone = publisher.base();
        publisher.close();

        assertThatThrownBy(() -> copy(gone, "a.csv", PATIENT))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("cannot fetch " + gone + "a.csv (ConnectException");
    }

    @Test
    void aFullDiskIsNotBlamedOnTheSource() {
        publisher.publish("a.csv", "prompt\r\n");
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        try (HttpSource source = new HttpSource(publisher.base(), PATIENT)) {
            assertThatThrownBy(() -> source.copy("a.csv", full))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }

    private String copy(String path, Duration idle) throws IOException {
        return copy(publisher.base(), path, idle);
    }

    private static String copy(URI base, String path, Duration idle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HttpSource source = new HttpSource(base, idle)) {
            source.copy(path, bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
