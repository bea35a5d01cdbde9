package dev.tierwise.serving.route;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.prompt.PromptEncoder;
import dev.tierwise.core.prompt.Tokenizer;
import java.nio.file.Path;

/** Where what a configuration names is opened, once each; whoever made it closes it. */
public interface Stock {
    RouterBundle bundle(Path folder);

    /** The built-in encoder, for routers without a bundle. */
    PromptEncoder encoder();

    Tokenizer tokenizer(Path file);

    /** Told of what is odd and no error. */
    void warn(String sentence);
}
