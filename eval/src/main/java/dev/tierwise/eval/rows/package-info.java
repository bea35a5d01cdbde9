/** Labelled rows as columns of numbers, and what answering them costs. */
@NullMarked
package dev.tierwise.eval.rows;

import org.jspecify.annotations.NullMarked;
