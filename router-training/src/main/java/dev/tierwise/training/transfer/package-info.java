/** What carries over from one kind of prompt to another: item difficulty, fitted on many sources. */
@NullMarked
package dev.tierwise.training.transfer;

import org.jspecify.annotations.NullMarked;
