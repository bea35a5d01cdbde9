package dev.tierwise.training.datasets;

/** What a conversion wrote: all rows, and those of them that are marked as contaminated. */
record Converted(long rows, long contaminated) {}
