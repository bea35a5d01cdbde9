package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image in a request: by address, or inside the request in base64. */
final class Images {
    private static final Pattern DATA = Pattern.compile("data:([A-Za-z0-9.+/-]+);base64,(.*)", Pattern.DOTALL);

    private Images() {}

    /** From a messages {@code image} block to a chat {@code image_url} part. */
    static ObjectNode toPart(Fields block) {
        Fields source = block.requiredChild("source");
        String type = source.requiredText("type");
        String url =
                switch (type) {
                    case "base64" ->
                        "data:" + source.requiredText("media_type") + ";base64," + source.requiredText("data");
                    case "url" -> source.requiredText("url");
                    default ->
                        throw source.refuse("type", "is \"" + type + "\"; chat completions take base64 and url images");
                };
        source.done();
        ObjectNode part = JsonTrees.typed("image_url");
        part.putObject("image_url").put("url", url);
        return part;
    }

    /** From a chat {@code image_url} part to a messages {@code image} block. */
    static ObjectNode toBlock(Fields part) {
        Fields image = part.requiredChild("image_url");
        String url = image.requiredText("url");
        // Anthropic sees every image in full; that is what auto and high ask for.
        image.neutral("detail", "\"auto\"", "\"high\"");
        image.done();
        ObjectNode block = JsonTrees.typed("image");
        Matcher data = DATA.matcher(url);
        if (data.matches()) {
            block.putObject("source")
                    .put("type", "base64")
                    .put("media_type", data.group(1))
                    .put("data", data.group(2));
        } else if (url.startsWith("https://") || url.startsWith("http://")) {
            block.putObject("source").put("type", "url").put("url", url);
        } else {
            throw image.refuse("url", "must be an http or https address, or data in base64");
        }
        return block;
    }
}
