/** What can be read off a text without an encoder. */
@NullMarked
package dev.tierwise.core.prompt.surface;

import org.jspecify.annotations.NullMarked;
