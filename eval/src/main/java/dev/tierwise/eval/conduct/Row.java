package dev.tierwise.eval.conduct;

import java.time.Duration;
import java.util.Map;

/**
 * One fault, what is asked of the proxy in it, and what is expected.
 *
 * @param name of the row, and behind {@code conduct-} the model's name at the proxy
 * @param primary the simulated model that fails
 * @param fallback name of the other model at the proxy, see {@link Models}
 * @param recovery the proxy's setting for broken streams
 * @param timeouts limits of this row's model that are not the suite's
 * @param request what the client sends
 */
record Row(
        String name,
        String primary,
        String fallback,
        Recovery recovery,
        Map<String, String> timeouts,
        Request request,
        Expectation expects) {
    /** What becomes of a stream that breaks. */
    enum Recovery {
        NONE,
        CONTINUE,
        BUFFER
    }

    /**
     * A chat of one message.
     *
     * @param counts whether to ask for the sixty tokens all models agree on, or for a text each words in its own way
     * @param padding characters of the prompt on top
     * @param times how many, one after the other
     * @param every time between their starts
     */
    record Request(boolean stream, boolean counts, int padding, int times, Duration every) {
        static final Request WHOLE = new Request(false, true, 0, 1, Duration.ZERO);
        static final Request STREAM = new Request(true, true, 0, 1, Duration.ZERO);
        static final Request OWN_WORDS = new Request(true, false, 0, 1, Duration.ZERO);

        static Request series(int times, Duration every) {
            return new Request(false, true, 0, times, every);
        }
    }

    Row {
        timeouts = Map.copyOf(timeouts);
    }

    /** A row under the suite's own settings. */
    static Row of(String name, String primary, Request request, Expectation expects) {
        return new Row(name, primary, Models.WHOLE, Recovery.NONE, Map.of(), request, expects);
    }

    /** The same under another setting for broken streams. */
    Row recovering(Recovery how, String by) {
        return new Row(name, primary, by, how, timeouts, request, expects);
    }

    /** The same under another limit of time. */
    Row limited(String timeout, String value) {
        return new Row(name, primary, fallback, recovery, Map.of(timeout, value), request, expects);
    }

    /** The same without upper limits of time. */
    Row unhurried() {
        return new Row(name, primary, fallback, recovery, timeouts, request, expects.unhurried());
    }

    /** The name of its failing model at the proxy. */
    String model() {
        return "conduct-" + name;
    }

    /** Whether it takes a minute and more. */
    boolean isLong() {
        return request.times() > 1;
    }

    /** The prompt of its nth request. */
    String prompt(int number) {
        String ask = request.counts() ? "Count to 60." : "Who are you?";
        return ask + " [" + name + " " + number + "]" + " x".repeat(request.padding() / 2);
    }

    /** What marks its requests at the provider. */
    String mark() {
        return "[" + name + " ";
    }
}
