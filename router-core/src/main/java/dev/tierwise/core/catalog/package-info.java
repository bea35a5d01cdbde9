/** The models there are: what they cost, can do and hold, and where they are served. */
@NullMarked
package dev.tierwise.core.catalog;

import org.jspecify.annotations.NullMarked;
