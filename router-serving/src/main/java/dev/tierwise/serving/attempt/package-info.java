/** Requests that take more than one call to answer: cheap attempts that are checked, and drafts that are verified. */
@NullMarked
package dev.tierwise.serving.attempt;

import org.jspecify.annotations.NullMarked;
