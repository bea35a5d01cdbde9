/** The figures of routing quality: pure functions over arrays of scores, outcomes and weights. */
@NullMarked
package dev.tierwise.eval.metrics;

import org.jspecify.annotations.NullMarked;
