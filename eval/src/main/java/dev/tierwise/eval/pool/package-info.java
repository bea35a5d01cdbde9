/** Any number of models at once: single models, their mixtures, the oracle, and routers that choose among them. */
@NullMarked
package dev.tierwise.eval.pool;

import org.jspecify.annotations.NullMarked;
