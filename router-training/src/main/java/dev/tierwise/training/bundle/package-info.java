/** From files to a bundle: {@link dev.tierwise.training.bundle.Train} and what else makes one, with its manifest and its card. */
@NullMarked
package dev.tierwise.training.bundle;

import org.jspecify.annotations.NullMarked;
