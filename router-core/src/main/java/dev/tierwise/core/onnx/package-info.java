/**
 * How ONNX Runtime is used in this process: sessions for one row at a time and the buffers they reuse. And what reads the
 * bytes of a graph without it: its constants, and the graph cut short.
 */
@NullMarked
package dev.tierwise.core.onnx;

import org.jspecify.annotations.NullMarked;
