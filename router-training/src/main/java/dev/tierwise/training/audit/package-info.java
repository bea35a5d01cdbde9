/** What is wrong with a file of labelled prompts before anything is learned from it. */
@NullMarked
package dev.tierwise.training.audit;

import org.jspecify.annotations.NullMarked;
