/** From features to a calibrated win probability. */
@NullMarked
package dev.tierwise.core.score;

import org.jspecify.annotations.NullMarked;
