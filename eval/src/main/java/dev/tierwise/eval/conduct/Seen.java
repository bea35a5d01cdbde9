package dev.tierwise.eval.conduct;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the client saw of one answer.
 *
 * @param status 0 where there was none
 * @param text of the answer
 * @param ended whether it had a finish reason
 * @param error what it said went wrong, as a status or within a stream; null where nothing did
 * @param broken what the connection did, null where it ended as HTTP has it
 * @param model the name it carried last
 * @param outputTokens -1 where it had no usage
 * @param atNanos when the request was sent
 * @param seconds until its end
 */
record Seen(
        int status,
        String text,
        boolean ended,
        @Nullable String error,
        @Nullable String broken,
        String model,
        long outputTokens,
        long atNanos,
        double seconds) {
    boolean whole() {
        return status == 200 && ended && error == null && broken == null;
    }

    /** Whether it said that it went wrong, rather than end as if nothing had. */
    boolean toldOfError() {
        return status != 0 && error != null && !ended;
    }

    /** One clause for people. */
    String words() {
        if (whole()) {
            return "200, whole, by " + model;
        }
        if (status == 0) {
            return "no answer: " + broken;
        }
        if (error != null) {
            return status == 200 ? "200, then an error event" : status + " with an error";
        }
        if (broken != null) {
            return String.format(Locale.ROOT, "%d, then %s", status, broken);
        }
        return status == 200 ? "200, cut short as if whole" : status + " without a word";
    }
}
