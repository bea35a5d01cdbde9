/** Calls to providers: pool, timeouts, retries, circuit breakers, failover before the first byte, relay. */
@NullMarked
package dev.tierwise.serving.upstream;

import org.jspecify.annotations.NullMarked;
