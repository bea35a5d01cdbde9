/** What pushed one decision: for people who ask, never on the way of a request. */
@NullMarked
package dev.tierwise.core.explain;

import org.jspecify.annotations.NullMarked;
