/** From a CSV of labelled prompts to a bundle: one class per step, one that composes them. */
@NullMarked
package dev.tierwise.training;

import org.jspecify.annotations.NullMarked;
