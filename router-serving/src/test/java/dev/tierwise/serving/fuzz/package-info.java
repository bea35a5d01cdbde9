/**
 * Properties of what reads the bytes of strangers, as targets of a coverage-guided fuzzer ({@code scripts/fuzz}) and, over
 * the inputs kept here, as ordinary tests.
 */
@NullMarked
package dev.tierwise.serving.fuzz;

import org.jspecify.annotations.NullMarked;
