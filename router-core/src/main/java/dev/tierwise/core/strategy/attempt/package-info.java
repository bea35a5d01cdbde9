/** Ways of asking that take more than one call: an attempt that is checked, a draft that is verified. */
@NullMarked
package dev.tierwise.core.strategy.attempt;

import org.jspecify.annotations.NullMarked;
