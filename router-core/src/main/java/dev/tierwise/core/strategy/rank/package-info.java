/** The preferences: rules, reference examples, objectives, and attempts that are checked. */
@NullMarked
package dev.tierwise.core.strategy.rank;

import org.jspecify.annotations.NullMarked;
