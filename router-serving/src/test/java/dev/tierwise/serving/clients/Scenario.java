package dev.tierwise.serving.clients;

import dev.tierwise.eval.simulate.Answers;

/** What all clients ask, and what the simulated provider must answer. */
final class Scenario {
    static final String STRONG = "sim-strong";
    static final String WEAK = "sim-weak";
    static final String EMBED = "sim-embed";

    static final String PROMPT = "Which planet is the largest, “Jupiter” or Saturn? 🪐";
    static final String ANSWER = Answers.text(STRONG, PROMPT, 0);

    static final String TOOL = "get_weather";
    /** The smallest arguments the tool's schema allows. */
    static final String ARGUMENTS = "{\"city\":\"text\",\"days\":1}";

    /** One pixel, as a client would inline it. */
    static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    static final String PIXEL_URL = "data:image/png;base64," + PIXEL;
    static final String ANSWER_WITH_IMAGE = Answers.text(STRONG, PROMPT, 1);

    /** A stream that would go on for minutes. */
    static final String SLOW_MODEL = "sim-pace-100";

    static final String LONG_PROMPT = "Count to 5000";

    private Scenario() {}
}
