/** The proxy beside nginx and other gateways: one load generator, one mock provider, one run, ratios. */
@NullMarked
package dev.tierwise.serving.bench;

import org.jspecify.annotations.NullMarked;
