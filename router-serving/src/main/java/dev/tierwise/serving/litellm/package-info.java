/** From LiteLLM's configuration to ours. */
@NullMarked
package dev.tierwise.serving.litellm;

import org.jspecify.annotations.NullMarked;
