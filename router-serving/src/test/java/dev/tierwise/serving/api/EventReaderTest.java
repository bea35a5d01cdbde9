package dev.tierwise.serving.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static final String[] PIECES = {
        "data: {\"a\":1}\n\n",
        "data: {\"b\":2}\r\n\r\n",
        "data:x\r\r",
        ": ping\n\n",
        "event: error\ndata: {\"e\":\ndata: 1}\n\n",
        "id: 7\nretry: 10\ndata\n\n",
        "\n",
        "data: größe 😀\n\n",
        "dataset: no\n\n"
    };

    @Test
    void losesAndRepeatsNoByteHoweverTheNetworkCuts() throws MalformedAnswerException {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            byte[] stream = text.toString().getBytes(UTF_8);
            List<String> whole = data(read(stream, List.of(stream.length)));
            List<Integer> cuts = new ArrayList<>();
            for (int left = stream.length; left > 0; ) {
                int size = Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 1 : 9));
                cuts.add(size);
                left -= size;
            }
            List<Event> events = read(stream, cuts);
            assertThat(raw(events)).as("seed %d", seed).isEqualTo(stream);
            assertThat(data(events)).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void handsAnEventOnWithItsLastByte() throws MalformedAnswerException {
        for (String piece : List.of("data: 1\n\n", "data: 1\r\n\r\n", "data: 1\r\r")) {
            byte[] bytes = piece.getBytes(UTF_8);
            EventReader reader = new EventReader(100);
            assertThat(reader.feed(bytes, bytes.length)).hasSize(1);
            assertThat(reader.rest()).isNull();
        }
    }

    @Test
    void joinsDataLinesAndKnowsComments() throws MalformedAnswerException {
        List<Event> events = read("event: error\ndata: a\ndata:b\n\n: ping\n\n".getBytes(UTF_8), List.of(40));
        assertThat(events.getFirst().name()).isEqualTo("error");
        assertThat(events.getFirst().data()).asString(UTF_8).isEqualTo("a\nb");
        assertThat(events.getLast().data()).isNull();
    }

    @Test
    void boundsAnEvent() {
        EventReader reader = new EventReader(10);
        assertThatThrownBy(() -> reader.feed("data: 123456".getBytes(UTF_8), 12))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("longer than 10 bytes");
    }

    private static List<Event> read(byte[] stream, List<Integer> sizes) throws MalformedAnswerException {
        EventReader reader = new EventReader(1 << 20);
        List<Event> events = new ArrayList<>();
        int at = 0;
        for (int size : sizes) {
            byte[] part = java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size));
            events.addAll(reader.feed(part, part.length));
            at += size;
        }
        Event rest = reader.rest();
        if (rest != null) {
            events.add(rest);
        }
        return events;
    }

    private static byte[] raw(List<Event> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> out.writeBytes(event.raw()));
        return out.toByteArray();
    }

    private static List<String> data(List<Event> events) {
        return events.stream()
                .filter(event -> event.data() != null)
                .map(event -> new String(event.data(), UTF_8))
                .toList();
    }
}
