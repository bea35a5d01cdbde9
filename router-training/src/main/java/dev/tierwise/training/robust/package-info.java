/** How far a decision can be moved without changing what is asked. */
@NullMarked
package dev.tierwise.training.robust;

import org.jspecify.annotations.NullMarked;
