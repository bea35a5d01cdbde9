/** Between OpenAI's chat completions and Anthropic's messages, both ways: requests, answers, streams and errors. */
@NullMarked
package dev.tierwise.serving.anthropic;

import org.jspecify.annotations.NullMarked;
