/** Labelled prompts: observations, the CSV shapes they come in, and deterministic splits. */
@NullMarked
package dev.tierwise.core.data;

import org.jspecify.annotations.NullMarked;
