/** Public data sets: what there is, fetching it with its digests checked, and turning it into the shapes that train. */
@NullMarked
package dev.tierwise.training.datasets;

import org.jspecify.annotations.NullMarked;
