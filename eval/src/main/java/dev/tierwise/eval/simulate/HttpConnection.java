package dev.tierwise.eval.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection as a server sees it, with the means to misuse it: raw bytes, early ends, resets. Every method
 * that finds the client gone throws an IOException. For one thread at a time; {@link #close()} from any.
 */
final class HttpConnection implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 64 << 20;
    private static final int BLOCK = 16 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean ended;

    HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), BLOCK);
        this.out = socket.getOutputStream();
    }

    /** The next request, or null where the client has none and hung up. */
    @Nullable
    HttpRequest read() throws IOException {
        String requestLine = readLine(MAX_HEAD_BYTES);
        if (requestLine == null) {
            return null;
        }
        String[] words = requestLine.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP/1 request line: " + requestLine);
        }
        Map<String, String> headers = readHeaders();
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        }
        byte[] body = readBody(headers);
        int question = words[1].indexOf('?');
        String path = question < 0 ? words[1] : words[1].substring(0, question);
        String query = question < 0 ? "" : words[1].substring(question + 1);
        return new HttpRequest(words[0], path, query, headers, body);
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int left = MAX_HEAD_BYTES;
        for (String line = required(readLine(left)); !line.isEmpty(); line = required(readLine(left))) {
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: " + line);
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return headers;
    }

    private byte[] readBody(Map<String, String> headers) throws IOException {
        boolean slowly = Fault.SLOW_READS.title().equals(headers.get(Fault.HEADER));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            int size = readChunkSize();
            while (size > 0) {
                slowly = readFully(size, body, slowly);
                required(readLine(2));
                size = readChunkSize();
            }
            while (!required(readLine(MAX_HEAD_BYTES)).isEmpty()) {
                // Trailers mean nothing to a provider.
            }
        } else {
            readFully(Integer.parseInt(headers.getOrDefault("content-length", "0")), body, slowly);
        }
        return body.toByteArray();
    }

    private int readChunkSize() throws IOException {
        String line = required(readLine(1024));
        int semicolon = line.indexOf(';');
        return Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
    }

    /** Reads slowly from where the model's name asks for it: the name is in the body that is being read. */
    private boolean readFully(int length, ByteArrayOutputStream body, boolean slowlyFromStart) throws IOException {
        if (length < 0 || body.size() + length > MAX_BODY_BYTES) {
            throw new IOException("body of " + length + " bytes is beyond " + MAX_BODY_BYTES);
        }
        boolean slowly = slowlyFromStart;
        byte[] block = new byte[BLOCK];
        for (int left = length; left > 0; ) {
            int n = in.read(block, 0, Math.min(left, slowly ? 1024 : BLOCK));
            if (n < 0) {
                throw new EOFException("the client left in the middle of its body");
            }
            body.write(block, 0, n);
            left -= n;
            if (slowly) {
                sleep(Duration.ofMillis(20));
            } else if (left > 0) {
                slowly = new String(block, 0, n, ISO_8859_1).contains("\"sim-" + Fault.SLOW_READS.title() + "\"");
            }
        }
        return slowly;
    }

    private @Nullable String readLine(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("the client left in the middle of a line");
            }
            if (line.size() >= limit) {
                throw new IOException("head of more than " + MAX_HEAD_BYTES + " bytes");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }

    private static String required(@Nullable String line) throws IOException {
        if (line == null) {
            throw new EOFException("the client left in the middle of its request");
        }
        return line;
    }

    /** Bytes straight to the socket, in one write. */
    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void writeHead(int status, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Simulated\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    /** A body of unknown length, each write a chunk of its own and sent at once; closing it ends the answer. */
    OutputStream chunked() {
        return new ChunkedOutput(out);
    }

    /**
     * Waits, watching the client meanwhile.
     *
     * @throws IOException as soon as the client has hung up
     */
    void pause(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        // Rounded up: a timeout of 0 would wait for ever.
        int millis = (int) Math.min(Integer.MAX_VALUE, (time.toNanos() + 999_999) / 1_000_000);
        if (millis <= 0) {
            return;
        }
        if (in.available() == 0) {
            socket.setSoTimeout(millis);
            in.mark(1);
            try {
                if (in.read() < 0) {
                    throw new EOFException("the client hung up");
                }
                in.reset();
            } catch (SocketTimeoutException e) {
                return;
            } finally {
                socket.setSoTimeout(0);
            }
        }
        sleep(Duration.ofNanos(end - System.nanoTime()));
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the simulated provider is closing", e);
        }
    }

    /** Ends the connection with a TCP reset; what is still on its way is lost. */
    void reset() throws IOException {
        ended = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection as a process that exits does. */
    void hangUp() throws IOException {
        ended = true;
        socket.close();
    }

    /** Whether this side has ended the connection. */
    boolean ended() {
        return ended || socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class ChunkedOutput extends OutputStream {
        private final OutputStream out;

        ChunkedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            byte[] head = (Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1);
            byte[] chunk = new byte[head.length + length + 2];
            System.arraycopy(head, 0, chunk, 0, head.length);
            System.arraycopy(bytes, offset, chunk, head.length, length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            out.write(chunk);
        }

        @Override
        public void close() throws IOException {
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
        }
    }
}
