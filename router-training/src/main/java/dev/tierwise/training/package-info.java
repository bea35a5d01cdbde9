/** Learns routers from labelled prompts. */
@NullMarked
package dev.tierwise.training;

import org.jspecify.annotations.NullMarked;
