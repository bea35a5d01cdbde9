package dev.tierwise.eval.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client below HTTP: what came over the socket, and how it ended. */
final class RawClient {
    enum End {
        CLOSED,
        RESET,
        /** Nothing more came within the patience, and the connection is still there. */
        OPEN
    }

    /** @param text one character per byte */
    record Seen(String text, End end) {
        int status() {
            return Integer.parseInt(text().substring(9, 12));
        }

        String head() {
            int end = text().indexOf("\r\n\r\n");
            return end < 0 ? text() : text().substring(0, end);
        }

        /** The body, its chunks put together. */
        String body() {
            return new String(bodyBytes(), UTF_8);
        }

        byte[] bodyBytes() {
            return String.join("", chunks()).getBytes(ISO_8859_1);
        }

        /** The chunks that arrived whole, the last empty one included; one chunk where the body is not chunked. */
        List<String> chunks() {
            String rest = text().substring(head().length() + 4);
            if (!head().contains("Transfer-Encoding: chunked")) {
                return List.of(rest);
            }
            List<String> chunks = new ArrayList<>();
            for (int end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
                int size = Integer.parseInt(rest.substring(0, end), 16);
                if (rest.length() < end + 2 + size + 2) {
                    break;
                }
                chunks.add(rest.substring(end + 2, end + 2 + size));
                rest = rest.substring(end + 2 + size + 2);
            }
            return chunks;
        }

        /** Whether the chunked body was ended as HTTP wants it. */
        boolean whole() {
            return text().endsWith("0\r\n\r\n");
        }
    }

    private RawClient() {}

    /** Sends the request over a connection of its own and reads to the end, or until nothing comes for so long. */
    static Seen post(int port, String path, String body, Duration patience) throws IOException {
        String head =
                "POST " + path + " HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            return read(socket, Integer.MAX_VALUE);
        }
    }

    static Seen read(Socket socket, int most) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] block = new byte[1 << 16];
        try {
            while (seen.size() < most) {
                int n = in.read(block);
                if (n < 0) {
                    return new Seen(seen.toString(ISO_8859_1), End.CLOSED);
                }
                seen.write(block, 0, n);
            }
            return new Seen(seen.toString(ISO_8859_1), End.OPEN);
        } catch (SocketTimeoutException e) {
            return new Seen(seen.toString(ISO_8859_1), End.OPEN);
        } catch (SocketException e) {
            return new Seen(seen.toString(ISO_8859_1), End.RESET);
        }
    }
}
