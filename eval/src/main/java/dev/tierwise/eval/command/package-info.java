/** The commands evaluate, calibrate and route, and how every command ends. */
@NullMarked
package dev.tierwise.eval.command;

import org.jspecify.annotations.NullMarked;
