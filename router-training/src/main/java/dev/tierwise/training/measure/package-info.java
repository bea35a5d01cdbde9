/** Figures of a fit on rows that it has not seen: folds by prompt, whole categories left out. */
@NullMarked
package dev.tierwise.training.measure;

import org.jspecify.annotations.NullMarked;
