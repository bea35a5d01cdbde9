/** The commands evaluate and calibrate. */
@NullMarked
package dev.tierwise.eval.command;

import org.jspecify.annotations.NullMarked;
