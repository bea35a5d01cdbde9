package dev.tierwise.core.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 in lower-case hex, the only digest this project writes. */
public final class Digests {
    /** Never written to. */
    private static final MessageDigest FRESH = find();

    private Digests() {}

    public static String sha256(byte[]... parts) {
        MessageDigest digest = newSha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return hex(digest);
    }

    /** The digest of the first part, of the first two together, and so on; each part is read once. */
    public static List<String> sha256Running(byte[]... parts) {
        MessageDigest digest = newSha256();
        List<String> running = new ArrayList<>();
        try {
            for (byte[] part : parts) {
                digest.update(part);
                running.add(hex((MessageDigest) digest.clone()));
            }
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
        return running;
    }

    /** Reads the file once, in constant memory. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return hex(digest);
    }

    /** A fresh digest: a copy of one that was found once, since finding it costs more than a short text's digest. */
    public static MessageDigest newSha256() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
