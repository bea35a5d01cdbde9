/** Strategies of more than one call, replayed with recorded answers. */
@NullMarked
package dev.tierwise.eval.strategy;

import org.jspecify.annotations.NullMarked;
