/** How ONNX Runtime is used in this process: sessions for one row at a time and the buffers they reuse. */
@NullMarked
package dev.tierwise.core.onnx;

import org.jspecify.annotations.NullMarked;
