/** Small habits every command shares: clear errors, atomic output, digests, progress. */
@NullMarked
package dev.tierwise.core.io;

import org.jspecify.annotations.NullMarked;
