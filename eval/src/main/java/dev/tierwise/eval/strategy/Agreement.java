package dev.tierwise.eval.strategy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether two answers come to the same: by their last number where both have one, else by their words. */
final class Agreement {
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(?:\\.\\d+)?");

    private Agreement() {}

    static boolean between(String a, String b) {
        Optional<Double> left = lastNumber(a);
        Optional<Double> right = lastNumber(b);
        if (left.isPresent() && right.isPresent()) {
            return Math.abs(left.get() - right.get()) < 1e-6;
        }
        return a.strip().equalsIgnoreCase(b.strip());
    }

    private static Optional<Double> lastNumber(String text) {
        Matcher number = NUMBER.matcher(text);
        Optional<Double> last = Optional.empty();
        while (number.find()) {
            last = Optional.of(Double.parseDouble(number.group().replace(",", "")));
        }
        return last;
    }
}
