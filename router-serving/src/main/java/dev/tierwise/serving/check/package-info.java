/** Checks of attempts that need more than the core has. */
@NullMarked
package dev.tierwise.serving.check;

import org.jspecify.annotations.NullMarked;
