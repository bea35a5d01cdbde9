/** What a router may see of a request, and how it becomes a feature vector. */
@NullMarked
package dev.tierwise.core.prompt;

import org.jspecify.annotations.NullMarked;
