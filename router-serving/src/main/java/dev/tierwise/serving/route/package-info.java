/** From a request to the models that could answer it, in order, with the reason. */
@NullMarked
package dev.tierwise.serving.route;

import org.jspecify.annotations.NullMarked;
