/** A fitted router as an ONNX graph, and the gate that proves it computes the same. */
@NullMarked
package dev.tierwise.training.export;

import org.jspecify.annotations.NullMarked;
