/** JMH benchmarks of what happens between a prompt and a decision; {@code scripts/bench} runs them. */
@NullMarked
package dev.tierwise.core.bench;

import org.jspecify.annotations.NullMarked;
