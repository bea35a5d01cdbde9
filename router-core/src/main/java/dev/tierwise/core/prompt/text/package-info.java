/** Text as it comes from strangers: made plain, and searched within bounds. */
@NullMarked
package dev.tierwise.core.prompt.text;

import org.jspecify.annotations.NullMarked;
