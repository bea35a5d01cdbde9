package dev.tierwise.serving.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines: at a size it becomes {@code NAME.1}, what was that becomes {@code NAME.2}, and the oldest goes. Each
 * batch of lines is one write, so that a killed process leaves at most one half line, which the next start cuts off. For
 * one thread.
 */
final class RotatingFile implements LineQueue.Sink {
    private static final int TAIL = 64 << 10;

    private final Path path;
    private final long maxBytes;
    private final int maxFiles;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream(TAIL);
    private FileChannel file;
    private boolean complained;

    RotatingFile(Path path, long maxBytes, int maxFiles) throws IOException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        cutHalfLine();
        this.file = open();
    }

    /** Whoever else cuts the file, such as logrotate with copytruncate, finds the next line at its end and no hole. */
    private FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void cutHalfLine() throws IOException {
        try (FileChannel old =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            old.truncate(endOfLastLine(old));
        }
    }

    private static long endOfLastLine(FileChannel file) throws IOException {
        long end = file.size();
        while (end > 0) {
            int length = (int) Math.min(TAIL, end);
            ByteBuffer tail = ByteBuffer.allocate(length);
            file.read(tail, end - length);
            for (int i = length - 1; i >= 0; i--) {
                if (tail.get(i) == '\n') {
                    return end - length + i + 1;
                }
            }
            end -= length;
        }
        return 0;
    }

    @Override
    public void write(List<byte[]> lines) throws IOException {
        if (file.size() >= maxBytes) {
            rotate();
        }
        batch.reset();
        for (byte[] line : lines) {
            batch.writeBytes(line);
            batch.write('\n');
        }
        long from = file.size();
        try {
            batch.writeTo(Channels.newOutputStream(file));
        } catch (IOException e) {
            // What a full disk has taken of a line would run into the next one.
            file.truncate(from);
            throw e;
        }
    }

    /** Where files cannot be renamed, such as one that is mounted by itself, lines go on into the one there is. */
    private void rotate() throws IOException {
        file.close();
        try {
            if (maxFiles == 0) {
                Files.deleteIfExists(path);
            } else {
                shift();
            }
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                System.err.println("cannot rotate " + path + ", which grows on: " + e);
            }
            complained = true;
        }
        file = open();
    }

    /** The live file first: where that fails, no old one is lost. */
    private void shift() throws IOException {
        Path aside = numbered(0);
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        try {
            for (int i = maxFiles; i >= 1; i--) {
                if (Files.exists(numbered(i - 1))) {
                    Files.move(numbered(i - 1), numbered(i), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            if (Files.exists(aside)) {
                Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
            }
            throw e;
        }
    }

    private Path numbered(int i) {
        return path.resolveSibling(path.getFileName() + "." + i);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
