/** Choosing a threshold from a share, a quality or a bound on loss, and checking how far to trust the choice. */
@NullMarked
package dev.tierwise.eval.calibrate;

import org.jspecify.annotations.NullMarked;
