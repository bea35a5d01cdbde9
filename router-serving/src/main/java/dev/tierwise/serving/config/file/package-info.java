/** The file itself: sections and the types of their values, where each stands, and what is wrong there. */
@NullMarked
package dev.tierwise.serving.config.file;

import org.jspecify.annotations.NullMarked;
