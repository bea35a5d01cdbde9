package dev.tierwise.core.strategy.attempt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sums an answer shows are right: every {@code 16 - 3 = 13} with numbers on both sides is worked out again, and so
 * is every step of {@code 2 * 3 + 4 = 6 + 4 = 10}. An answer without sums passes, and so does what may be but a part of a
 * longer formula.
 */
public record Arithmetic() implements Check {
    /** A comma groups three digits; any other is a decimal one or a list's. */
    private static final String NUMBER = "(?>[0-9]+(?:,[0-9]{3})*+(?:\\.[0-9]+)?)";

    private static final String SIGNS = "+*/×÷^%−–·⋅";

    /** What a division leaves: "7 / 4 = 1 remainder 3", "7 / 4 = 1 R3". */
    private static final String REMAINDER = ",?[ \\t]*+(?:with[ \\t]++)?(?:a[ \\t]++)?remainder|[rR][ \\t]?[0-9]";

    /** A number with which the formula does not end, bold type aside. */
    private static final String GOES_ON = "(?!\\*\\*(?![0-9($]))[ \\t]*+"
            + ("(?:[-x0-9" + SIGNS + "]|,[0-9]|\\\\(?:times|cdot|div|[%*])|" + REMAINDER + ")");

    private static final Pattern RIGHT = Pattern.compile("\\s*+\\$?(-?" + NUMBER + ")(?!" + GOES_ON + ")");
    private static final Pattern OPERATOR = Pattern.compile("[0-9)]\\s*+[+*/x×÷-]\\s*+[$(]?[0-9]");

    /** Characters of a sum's left side, and those it opens with. */
    private static final String LEFT = "0123456789$(),. +*/x×÷-";

    private static final String OPENING = "0123456789$(";

    /** What is in front of a sum's first number, and its minus, where the formula begins earlier. */
    private static final Pattern GOES_BEFORE = Pattern.compile("(?i)(?:"
            + "[\\p{IsLatin}\\p{IsGreek}\\p{N}_.,)\\]}]"
            + ("|(?:[√" + SIGNS + "]|-(?=[ \\t-])|\\b(?:x|of|times|plus|minus|by|over|cdot|div))[ \\t]*+")
            + "|(?:[)\\]}!]|\\b[a-z])[ \\t]++(?=-)"
            + ")-?\\z");

    /** Marks of a list or of bold type, which look like operators. */
    private static final Pattern MARKUP =
            Pattern.compile("(?m)(?:^[ \\t]*[-+*–][ \\t]+(?:\\*\\*)?|(?:^|[^\\p{L}\\p{N})*])\\*\\*)-?\\z");

    /** Characters in front of a sum that are looked at: the longest operator has five. */
    private static final int BEFORE = 16;

    private static final int MAX_DEPTH = 100;

    /** Of the value of a step that another follows: its numbers may be rounded. */
    private static final double ROUNDED = 0.01;

    @Override
    public String name() {
        return "arithmetic";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        String text = answer.text();
        Matcher right = RIGHT.matcher(text);
        for (int equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', equals + 1)) {
            boolean isLast = right.region(equals + 1, text.length()).lookingAt();
            String said = isLast ? right.group(1) : step(text, equals + 1);
            if (!said.isEmpty()) {
                String left = left(text, equals);
                if (OPERATOR.matcher(left).find() && !isRight(left, said, isLast)) {
                    return Verdict.rejected(left + " = " + said + " is wrong");
                }
            }
        }
        return Verdict.ACCEPTED;
    }

    /** The sum that ends at an equals sign; empty where there is none, or only the end of one. */
    private static String left(String text, int equals) {
        int end = equals;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int from = end;
        while (from > 0 && LEFT.indexOf(text.charAt(from - 1)) >= 0 && !endsClause(text, from - 1)) {
            from--;
        }
        while (from < end && OPENING.indexOf(text.charAt(from)) < 0) {
            from++;
        }
        String before = text.substring(Math.max(0, from - BEFORE), from);
        if (GOES_BEFORE.matcher(before).find() && !MARKUP.matcher(before).find()) {
            return "";
        }
        return text.substring(before.endsWith("-") ? from - 1 : from, end);
    }

    /** The sum that begins behind an equals sign and ends at the next; empty where there is none. */
    private static String step(String text, int from) {
        int end = from;
        while (end < text.length() && LEFT.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '='
                ? text.substring(from, end).strip()
                : "";
    }

    /** The point of "1. 3 + 4 = 7" and the comma of "on day 2, 3 + 4 = 7" belong to no number. */
    private static boolean endsClause(String text, int at) {
        return (text.charAt(at) == '.' || text.charAt(at) == ',') && text.charAt(at + 1) == ' ';
    }

    private static boolean isRight(String left, String right, boolean isLast) {
        double value;
        double said;
        try {
            value = new Sum(left.replace("$", "")).value();
            said = new Sum(right.replace("$", "")).value();
        } catch (NumberFormatException e) {
            // Not a sum after all, such as a date or a list.
            return true;
        }
        return !(Math.abs(value - said) > (isLast ? lastDigit(value, right) : ROUNDED * Math.abs(value)));
    }

    /** By how much a number may be off; printed with all its digits, it is as exact as the one who printed it. */
    private static double lastDigit(double value, String number) {
        int point = number.indexOf('.');
        int decimals = point < 0 ? 0 : number.length() - point - 1;
        return Math.max(0.501 * Math.pow(10, -decimals), 1e-12 * Math.abs(value));
    }

    /** A sum of numbers, read by descent: sums of products of numbers and brackets. */
    private static final class Sum {
        private static final Pattern FACTOR = Pattern.compile(NUMBER + "|\\.[0-9]+");

        private final String text;
        private final Matcher factor;
        private int at;
        private int depth;

        Sum(String text) {
            this.text = text;
            this.factor = FACTOR.matcher(text);
        }

        double value() {
            double value = sum();
            if (at < text.length()) {
                throw new NumberFormatException(text);
            }
            return value;
        }

        private double sum() {
            boolean negative = next() == '-';
            if (negative) {
                at++;
            }
            double value = negative ? -product() : product();
            while (next() == '+' || next() == '-') {
                value += text.charAt(at++) == '+' ? product() : -product();
            }
            return value;
        }

        private double product() {
            double value = number();
            while ("*/x×÷".indexOf(next()) >= 0) {
                char operator = text.charAt(at++);
                double next = number();
                value = operator == '/' || operator == '÷' ? value / next : value * next;
            }
            return value;
        }

        private double number() {
            if (next() == '(') {
                at++;
                // Nobody nests so deep but to exhaust the stack.
                if (++depth > MAX_DEPTH) {
                    throw new NumberFormatException(text);
                }
                double value = sum();
                if (next() != ')') {
                    throw new NumberFormatException(text);
                }
                depth--;
                at++;
                return value;
            }
            if (!factor.region(at, text.length()).lookingAt()) {
                throw new NumberFormatException(text);
            }
            at = factor.end();
            return Double.parseDouble(factor.group().replace(",", ""));
        }

        /** The next character that is no blank, 0 at the end. */
        private char next() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }
    }
}
