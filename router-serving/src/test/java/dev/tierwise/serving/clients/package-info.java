/** Official clients, unmodified, against the simulated provider and against the proxy: the same tests for both. */
@NullMarked
package dev.tierwise.serving.clients;

import org.jspecify.annotations.NullMarked;
