/** The configuration of the proxy: one YAML file, read once, validated whole, immutable. */
@NullMarked
package dev.tierwise.serving.config;

import org.jspecify.annotations.NullMarked;
