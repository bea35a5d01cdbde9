/** The proxy as tests start it: real files, a real server on a free port, the simulated provider behind it. */
@NullMarked
package dev.tierwise.serving.testing;

import org.jspecify.annotations.NullMarked;
