/** The report in its forms: text, JSON, points, PNG plots and a page for the browser. */
@NullMarked
package dev.tierwise.eval.report;

import org.jspecify.annotations.NullMarked;
