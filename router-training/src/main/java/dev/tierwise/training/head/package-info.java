/** The families of heads that can be fitted, and the calibration on top of them. */
@NullMarked
package dev.tierwise.training.head;

import org.jspecify.annotations.NullMarked;
