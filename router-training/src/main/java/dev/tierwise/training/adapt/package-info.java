/** A router turned into one for its user's own traffic by a few labels of it. */
@NullMarked
package dev.tierwise.training.adapt;

import org.jspecify.annotations.NullMarked;
