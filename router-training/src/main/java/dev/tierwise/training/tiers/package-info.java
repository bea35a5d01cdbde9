/** Fits the quality of each of several tiers. */
@NullMarked
package dev.tierwise.training.tiers;

import org.jspecify.annotations.NullMarked;
