/** From text to word pieces, by our own reader where it can and by DJL elsewhere, and how often each occurs. */
@NullMarked
package dev.tierwise.core.prompt.token;

import org.jspecify.annotations.NullMarked;
