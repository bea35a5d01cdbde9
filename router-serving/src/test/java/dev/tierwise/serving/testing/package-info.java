/** The proxy as tests start it and wait for it: real files, a real server on a free port, the simulated provider behind. */
@NullMarked
package dev.tierwise.serving.testing;

import org.jspecify.annotations.NullMarked;
