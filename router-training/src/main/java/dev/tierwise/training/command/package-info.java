/** The command line of this module: what is asked for, what is printed, nothing else. */
@NullMarked
package dev.tierwise.training.command;

import org.jspecify.annotations.NullMarked;
