package dev.tierwise.eval.simulate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated model answers, before a wire gives it a shape: text in tokens, or tool calls.
 *
 * @param key eight hex digits that follow from model and prompt, for the ids of the answer
 * @param tokens the text when put together; empty where tools are called
 * @param usage null where the provider keeps it to itself
 */
record Reply(
        String key,
        List<String> tokens,
        List<ToolCall> calls,
        Finish finish,
        @Nullable Usage usage) {

    /** Arguments are a JSON text; streamed in fragments of a few characters. */
    record ToolCall(String id, String name, String arguments) {
        private static final int FRAGMENT = 7;

        List<String> fragments() {
            List<String> fragments = new ArrayList<>();
            for (int i = 0; i < arguments.length(); i += FRAGMENT) {
                fragments.add(arguments.substring(i, Math.min(i + FRAGMENT, arguments.length())));
            }
            return fragments;
        }
    }

    /** Why the answer ended, in the words of each wire. */
    enum Finish {
        STOP("stop", "end_turn"),
        STOP_SEQUENCE("stop", "stop_sequence"),
        LENGTH("length", "max_tokens"),
        TOOLS("tool_calls", "tool_use"),
        FILTERED("content_filter", "refusal");

        private final String openAi;
        private final String anthropic;

        Finish(String openAi, String anthropic) {
            this.openAi = openAi;
            this.anthropic = anthropic;
        }

        String openAi() {
            return openAi;
        }

        String anthropic() {
            return anthropic;
        }
    }

    static Reply to(Ask ask, Answers answers) {
        String key = key(ask);
        if (!ask.tools().isEmpty()) {
            return calling(ask, key);
        }
        String whole = text(ask, answers);
        // A prefill is carried on where the model would have said it, too.
        String rest =
                whole.startsWith(ask.prefill()) ? whole.substring(ask.prefill().length()) : whole;
        int stop = ask.stops().stream()
                .filter(s -> !s.isEmpty())
                .mapToInt(rest::indexOf)
                .filter(i -> i >= 0)
                .min()
                .orElse(-1);
        List<String> tokens = Tokens.of(stop < 0 ? rest : rest.substring(0, stop));
        Finish finish = stop < 0 ? Finish.STOP : Finish.STOP_SEQUENCE;
        if (tokens.size() > ask.maxTokens()) {
            tokens = List.copyOf(tokens.subList(0, ask.maxTokens()));
            finish = Finish.LENGTH;
        }
        return new Reply(key, tokens, List.of(), finish, usage(ask, tokens.size()));
    }

    private static String text(Ask ask, Answers answers) {
        if (ask.schema() != null) {
            return Json.text(SchemaInstance.of(ask.schema()));
        }
        if (ask.toolResult() != null) {
            return Answers.afterTool(ask, ask.toolResult());
        }
        return answers.answer(ask.model(), ask.prompt(), ask.images());
    }

    private static Reply calling(Ask ask, String key) {
        List<ToolCall> calls = new ArrayList<>();
        int output = 0;
        for (Ask.Tool tool : ask.tools()) {
            ToolCall call = new ToolCall(
                    "call_" + key + calls.size(), tool.name(), Json.text(SchemaInstance.of(tool.parameters())));
            calls.add(call);
            output += call.fragments().size();
        }
        return new Reply(key, List.of(), calls, Finish.TOOLS, usage(ask, output));
    }

    private static Usage usage(Ask ask, int output) {
        return new Usage(ask.promptTokens(), ask.cachedTokens(), output);
    }

    private static String key(Ask ask) {
        CRC32 crc = new CRC32();
        crc.update((ask.model() + '\n' + ask.prompt()).getBytes(StandardCharsets.UTF_8));
        return String.format(java.util.Locale.ROOT, "%08x", crc.getValue());
    }

    String text() {
        return String.join("", tokens);
    }

    Reply withUsage(@Nullable Usage other) {
        return new Reply(key, tokens, calls, finish, other);
    }

    Reply withTokens(List<String> others, Finish other) {
        return new Reply(key, others, calls, other, usage);
    }
}
