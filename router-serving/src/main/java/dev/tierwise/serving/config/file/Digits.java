package dev.tierwise.serving.config.file;

import java.util.ArrayList;
import java.util.List;

/** Bounds of numbers that stand within text, where JSON Schema has patterns and nothing else. */
final class Digits {
    private Digits() {}

    /** A pattern of the whole numbers in 1..max, without leading zeros. */
    static String upTo(long max) {
        String digits = Long.toString(max);
        int length = digits.length();
        if (digits.matches("9+")) {
            return "([1-9]" + times("0," + (length - 1)) + ")";
        }
        List<String> ways = new ArrayList<>();
        if (length > 1) {
            ways.add("[1-9]" + times("0," + (length - 2)));
        }
        // As many digits: the same up to one that is smaller, and anything behind it.
        for (int i = 0; i < length; i++) {
            char lowest = i == 0 ? '1' : '0';
            if (digits.charAt(i) > lowest) {
                ways.add(digits.substring(0, i) + "[" + lowest + "-" + (char) (digits.charAt(i) - 1) + "]"
                        + times(Integer.toString(length - i - 1)));
            }
        }
        ways.add(digits);
        return "(" + String.join("|", ways) + ")";
    }

    private static String times(String count) {
        return count.equals("0") || count.equals("0,0") ? "" : "[0-9]{" + count + "}";
    }
}
