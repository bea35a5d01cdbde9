package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the proxy listens.
 *
 * @param host a name or address; anything but loopback needs client keys
 * @param port 0 asks the system for a free one
 */
public record Server(String host, int port) {
    static Server read(Section section) {
        return new Server(
                section.get(
                        "host",
                        Types.TEXT,
                        "127.0.0.1",
                        "Address to listen on. Anything but loopback needs at least one entry under `keys`."),
                section.get("port", Quantities.integer(0, 65_535), 8080, "Port to listen on; 0 takes a free one."));
    }

    /** Whether only this machine can connect. */
    public boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
