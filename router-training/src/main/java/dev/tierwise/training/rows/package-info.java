/** Labelled prompts as they are read, encoded and kept: what every fit is made of, and what is written of it row by row. */
@NullMarked
package dev.tierwise.training.rows;

import org.jspecify.annotations.NullMarked;
