/** What the proxy is like after a long time, under too much load, and when it is told to stop or killed. */
@NullMarked
package dev.tierwise.serving.endurance;

import org.jspecify.annotations.NullMarked;
