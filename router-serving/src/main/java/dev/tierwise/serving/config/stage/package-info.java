/** Routers and the stages they choose by, as the file says them. */
@NullMarked
package dev.tierwise.serving.config.stage;

import org.jspecify.annotations.NullMarked;
