/** Every threshold of every router on a set of rows, with intervals: the report as data. */
@NullMarked
package dev.tierwise.eval.sweep;

import org.jspecify.annotations.NullMarked;
