/** Answers that broke off and are carried on by another model: what the client was told, and what of the next answer is new to it. */
@NullMarked
package dev.tierwise.serving.recover;

import org.jspecify.annotations.NullMarked;
