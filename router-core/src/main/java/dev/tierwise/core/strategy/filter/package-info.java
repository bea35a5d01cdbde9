/** The hard requirements: what they refuse is never asked, not as a fallback either. */
@NullMarked
package dev.tierwise.core.strategy.filter;

import org.jspecify.annotations.NullMarked;
