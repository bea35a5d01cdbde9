/** The seam of routing: stages that rank candidates and say why. */
@NullMarked
package dev.tierwise.core.strategy;

import org.jspecify.annotations.NullMarked;
