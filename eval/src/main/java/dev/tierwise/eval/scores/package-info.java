/** What scores prompts: bundles, files of scores, and the baselines every table carries. */
@NullMarked
package dev.tierwise.eval.scores;

import org.jspecify.annotations.NullMarked;
