/** The trained artefact on disk: manifest, head, and what is wrong with a broken one. */
@NullMarked
package dev.tierwise.core.bundle;

import org.jspecify.annotations.NullMarked;
