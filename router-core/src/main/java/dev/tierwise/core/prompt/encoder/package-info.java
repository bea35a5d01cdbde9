/** From word pieces to an embedding: a sentence encoder, a vector per token, or none. */
@NullMarked
package dev.tierwise.core.prompt.encoder;

import org.jspecify.annotations.NullMarked;
