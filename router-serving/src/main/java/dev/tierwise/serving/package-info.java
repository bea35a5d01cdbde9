/** The OpenAI-compatible proxy. */
@NullMarked
package dev.tierwise.serving;

import org.jspecify.annotations.NullMarked;
