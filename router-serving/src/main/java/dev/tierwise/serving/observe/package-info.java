/** What is written down of a request: the decision log, the access log, metrics, and cost. */
@NullMarked
package dev.tierwise.serving.observe;

import org.jspecify.annotations.NullMarked;
