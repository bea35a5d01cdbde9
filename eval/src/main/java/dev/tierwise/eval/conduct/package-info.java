/** What a proxy does when its provider fails: one row per fault, with what the client saw, what the provider saw, and a verdict. */
@NullMarked
package dev.tierwise.eval.conduct;

import org.jspecify.annotations.NullMarked;
