/** What the tests of every module share; other modules get it from router-core's test-jar. */
@NullMarked
package dev.tierwise.core.testing;

import org.jspecify.annotations.NullMarked;
