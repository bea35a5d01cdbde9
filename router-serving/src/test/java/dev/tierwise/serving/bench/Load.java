package dev.tierwise.serving.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests over kept connections from one thread, so that it costs little beside what it measures.
 *
 * @param target where to
 * @param bodies sent in turn
 * @param headers of every request
 * @param connections open at once
 * @param rate requests a second; 0 for a closed loop, where a connection asks again as soon as it has its answer
 * @param pace what lies between two events of a stream at its origin; zero where lateness means nothing
 */
record Load(URI target, List<byte[]> bodies, Map<String, String> headers, int connections, double rate, Duration pace) {
    /** Where the next run goes on in its bodies: begun anew, a slow system would be asked what it remembers. */
    private static final AtomicLong ASKED = new AtomicLong();

    /**
     * What came back.
     *
     * @param seconds from the first request to the last answer counted
     * @param latencies of whole answers
     * @param lateness of a paced stream's events against their own schedule
     * @param failures answers that were not 200, and connections that broke
     */
    record Outcome(double seconds, Latencies latencies, Latencies lateness, long events, long failures) {
        double perSecond() {
            return latencies.size() / seconds;
        }
    }

    /** Runs for so long; answers under way at the end are waited for, a while, but no new one is asked for. */
    Outcome run(Duration time) throws IOException {
        try (Run run = new Run(time)) {
            return run.run();
        }
    }

    private List<ByteBuffer> requests() {
        StringBuilder head = new StringBuilder("POST " + target.getRawPath() + " HTTP/1.1\r\nhost: "
                + target.getAuthority() + "\r\ncontent-type: application/json\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return bodies.stream()
                .map(body -> {
                    byte[] start =
                            (head + "content-length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
                    return ByteBuffer.allocateDirect(start.length + body.length)
                            .put(start)
                            .put(body)
                            .flip();
                })
                .toList();
    }

    /** One run. */
    private final class Run implements AutoCloseable {
        /** Events of the paced provider before its first token and after its last, which wait for nothing. */
        private static final int OPENING = 1;

        private static final int CLOSING = 2;
        private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(30);
        /** About as many as a paced stream has. */
        private static final int EVENTS = 30;

        private final Selector selector = Selector.open();
        private final List<ByteBuffer> requests = requests();
        private final List<Connection> all = new ArrayList<>();
        private final ArrayDeque<Connection> idle = new ArrayDeque<>();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
        private final Latencies latencies = new Latencies();
        private final Latencies lateness = new Latencies();
        private final long nanos;
        private long start;
        private long sent;
        private long events;
        private long failures;
        private int running;

        Run(Duration time) throws IOException {
            this.nanos = time.toNanos();
        }

        Outcome run() throws IOException {
            for (int i = 0; i < connections; i++) {
                Connection connection = new Connection();
                all.add(connection);
                idle.add(connection);
            }
            start = System.nanoTime();
            long now = start;
            while (now - start < nanos || (running > 0 && now - start < nanos + LAST_ANSWERS_NANOS)) {
                if (now - start < nanos) {
                    ask(now);
                }
                selector.select(key -> ((Connection) key.attachment()).ready(), 1);
                now = System.nanoTime();
            }
            double seconds = Math.min(now - start, Math.max(nanos, 1)) / 1e9;
            return new Outcome(
                    rate > 0 ? seconds : (now - start) / 1e9, latencies, lateness, events, failures + running);
        }

        private void ask(long now) throws IOException {
            while (!idle.isEmpty()) {
                long due = due(now);
                if (due > now) {
                    return;
                }
                // The generator's own millisecond is not the server's; a wait for a free connection is.
                boolean waited = now - due > TimeUnit.MILLISECONDS.toNanos(5);
                sent++;
                idle.poll()
                        .send(
                                requests.get((int) (ASKED.getAndIncrement() % requests.size())),
                                waited ? due : System.nanoTime());
            }
        }

        /**
         * Paced streams begin one after the other in the time that one takes, as people come: in step they would be one
         * burst, again and again.
         */
        private long due(long now) {
            if (rate > 0) {
                return start + (long) (sent * 1e9 / rate);
            }
            return pace.isZero() || sent >= connections ? now : start + sent * EVENTS * pace.toNanos() / connections;
        }

        @Override
        public void close() throws IOException {
            for (Connection connection : all) {
                connection.key.channel().close();
            }
            selector.close();
        }

        /** One kept connection. */
        private final class Connection {
            private final AnswerParser answer = new AnswerParser();
            private final List<Long> arrivals = new ArrayList<>();
            private SelectionKey key;
            private ByteBuffer rest = ByteBuffer.allocate(0);
            private boolean busy;
            private long askedAt;

            Connection() throws IOException {
                key = open();
            }

            private SelectionKey open() throws IOException {
                SocketChannel channel = SocketChannel.open();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.connect(new InetSocketAddress(target.getHost(), target.getPort()));
                channel.configureBlocking(false);
                return channel.register(selector, SelectionKey.OP_READ, this);
            }

            private SocketChannel channel() {
                return (SocketChannel) key.channel();
            }

            void send(ByteBuffer request, long from) throws IOException {
                busy = true;
                running++;
                askedAt = from;
                arrivals.clear();
                answer.reset();
                rest = request.duplicate();
                write();
            }

            private void write() throws IOException {
                channel().write(rest);
                key.interestOps(
                        rest.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }

            void ready() {
                try {
                    if (key.isWritable()) {
                        write();
                    }
                    if (key.isReadable()) {
                        read();
                    }
                } catch (IOException e) {
                    broken();
                }
            }

            private void read() throws IOException {
                buffer.clear();
                if (channel().read(buffer) < 0) {
                    throw new IOException("closed");
                }
                int before = answer.events();
                boolean whole = answer.feed(buffer.flip());
                long now = System.nanoTime();
                if (!pace.isZero()) {
                    for (int i = before; i < answer.events(); i++) {
                        arrivals.add(now);
                    }
                }
                if (whole) {
                    finished(now);
                }
            }

            /** Against the schedule of the event that was least late, which is what a reader sees of the sender's. */
            private void late(List<Long> tokens) {
                long first = Long.MAX_VALUE;
                for (int i = 0; i < tokens.size(); i++) {
                    first = Math.min(first, tokens.get(i) - i * pace.toNanos());
                }
                for (int i = 0; i < tokens.size(); i++) {
                    lateness.add(tokens.get(i) - i * pace.toNanos() - first);
                }
            }

            private void finished(long now) {
                busy = false;
                running--;
                idle.add(this);
                events += answer.events();
                if (answer.status() != 200) {
                    failures++;
                    return;
                }
                latencies.add(now - askedAt);
                if (arrivals.size() > OPENING + CLOSING) {
                    late(arrivals.subList(OPENING, arrivals.size() - CLOSING));
                }
            }

            /** Servers close kept connections now and then, which is no failure where nothing was asked. */
            private void broken() {
                try {
                    key.channel().close();
                    key = open();
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot connect to " + target, e);
                }
                if (busy) {
                    busy = false;
                    failures++;
                    running--;
                    idle.add(this);
                }
            }
        }
    }
}
