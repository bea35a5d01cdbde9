/** The HTTP server: handlers that read a request, have it decided and relayed, and write down how it went. */
@NullMarked
package dev.tierwise.serving.server;

import org.jspecify.annotations.NullMarked;
