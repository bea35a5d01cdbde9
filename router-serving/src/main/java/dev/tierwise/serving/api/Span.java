package dev.tierwise.serving.api;

/** Bytes {@code [start, end)} of a body. */
record Span(int start, int end) {}
