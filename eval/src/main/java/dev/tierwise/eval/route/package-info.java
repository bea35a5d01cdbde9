/** The command that decides for single prompts, offline. */
@NullMarked
package dev.tierwise.eval.route;

import org.jspecify.annotations.NullMarked;
