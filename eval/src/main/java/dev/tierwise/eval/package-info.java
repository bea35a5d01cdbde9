/** Metrics, sweeps, reports, and the commands that route and evaluate. */
@NullMarked
package dev.tierwise.eval;

import org.jspecify.annotations.NullMarked;
