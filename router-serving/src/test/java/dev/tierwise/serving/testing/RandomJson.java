package dev.tierwise.serving.testing;

import java.util.Random;

/** JSON nobody would write by hand: unknown fields, deep nesting, odd blanks, every kind of string and number. */
public final class RandomJson {
    /** The value of the one top-level {@code model} of a chat body. */
    public static final String MARK = "model-under-test";

    private static final String[] STRINGS = {
        "",
        "plain",
        "größe",
        "日本語",
        "😀",
        "\\u00e9\\ud83d\\ude00",
        "a\\\"b\\\\c\\/d",
        "\\n\\t\\u0000",
        "model",
        "</script>",
        "\u2028"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1.5e-300",
        "123456789012345678901234567890",
        "1e400",
        "0.1000000000000000055511151231257827",
        "9007199254740993"
    };
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t ", "\r\n  "};

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private int names;

    public RandomJson(long seed) {
        random = new Random(seed);
    }

    /** A chat body with {@link #MARK} as its model somewhere among random members. */
    public String chatBody() {
        String[] members = {"model", "messages", "stream", "tools", "metadata"};
        java.util.Collections.shuffle(java.util.Arrays.asList(members), random);
        blank().append('{');
        for (String member : members) {
            for (int i = random.nextInt(3); i > 0; i--) {
                blank().append("\"f").append(names++).append('"');
                colon();
                value(0);
                comma();
            }
            blank().append('"').append(member).append('"');
            colon();
            switch (member) {
                case "model" -> out.append('"').append(MARK).append('"');
                case "stream" -> out.append(random.nextBoolean());
                case "messages" -> messages();
                default -> value(0);
            }
            comma();
        }
        blank().append("\"last\"");
        colon();
        value(0);
        blank().append('}');
        return blank().toString();
    }

    private void messages() {
        out.append('[');
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            blank().append("{\"role\":\"user\",\"content\":\"")
                    .append(pick(STRINGS))
                    .append("\",\"odd\":");
            value(2);
            out.append(i < count - 1 ? "}," : "}");
        }
        out.append(']');
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 12 ? 4 : 7)) {
            case 0 -> out.append(pick(NUMBERS));
            case 1 -> out.append(random.nextBoolean() ? "true" : "null");
            case 2, 3 -> out.append('"').append(pick(STRINGS)).append('"');
            case 4 -> list(depth);
            default -> object(depth);
        }
    }

    private void list(int depth) {
        out.append('[');
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            value(depth + 1);
            out.append(i < count - 1 ? "," : "");
        }
        blank().append(']');
    }

    private void object(int depth) {
        out.append('{');
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            blank().append('"').append(i == 0 ? "model" : "k" + i).append('"');
            colon();
            value(depth + 1);
            out.append(i < count - 1 ? "," : "");
        }
        blank().append('}');
    }

    private void colon() {
        blank().append(':').append(pick(BLANKS));
    }

    private void comma() {
        blank().append(',');
    }

    private StringBuilder blank() {
        return out.append(pick(BLANKS));
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
