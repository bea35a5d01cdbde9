package dev.tierwise.training.datasets;

import java.io.IOException;
import java.io.OutputStream;

/** Where the files of a data set come from. */
interface Source extends AutoCloseable {
    /**
     * Copies one file, whole.
     *
     * @param path as the manifest has it
     * @throws SourceException when the source cannot give it; the message is for people
     * @throws IOException when {@code to} cannot take it
     */
    void copy(String path, OutputStream to) throws IOException;

    /** The full address of a file, for messages. */
    String address(String path);

    @Override
    void close();
}
