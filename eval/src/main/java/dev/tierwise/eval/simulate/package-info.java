/** The simulated provider: both wires on raw sockets, answering by rote and misbehaving on demand. */
@NullMarked
package dev.tierwise.eval.simulate;

import org.jspecify.annotations.NullMarked;
