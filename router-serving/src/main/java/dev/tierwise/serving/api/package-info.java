/** The wire as clients speak it: requests as thin views over their bytes, streams as events, errors in OpenAI's shape. */
@NullMarked
package dev.tierwise.serving.api;

import org.jspecify.annotations.NullMarked;
