/** A vector per token that stands in for a sentence encoder. */
@NullMarked
package dev.tierwise.training.distill;

import org.jspecify.annotations.NullMarked;
