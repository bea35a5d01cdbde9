package dev.tierwise.serving.api;

import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param raw its bytes as they came, blank line included
 * @param name the {@code event} field, where it has one
 * @param data its data lines joined by newlines; null for a comment, which says nothing and is passed on
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are relayed.
public record Event(byte[] raw, @Nullable String name, byte @Nullable [] data) {}
