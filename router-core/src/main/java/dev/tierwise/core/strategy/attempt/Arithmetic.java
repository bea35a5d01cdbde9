package dev.tierwise.core.strategy.attempt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sums an answer shows are right: every {@code 16 - 3 = 13} with numbers on both sides is worked out again. An answer
 * without sums passes.
 */
public record Arithmetic() implements Check {
    private static final Pattern SUM =
            Pattern.compile("([0-9$(][0-9$(),. +*/x×÷-]*?)\\s*=\\s*\\$?(-?[0-9][0-9,]*(?:\\.[0-9]+)?)");
    private static final Pattern OPERATOR = Pattern.compile("[0-9)]\\s*[+*/x×÷-]\\s*[$(]?[0-9]");

    @Override
    public String name() {
        return "arithmetic";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        Matcher sum = SUM.matcher(answer.text());
        while (sum.find()) {
            String left = sum.group(1);
            if (OPERATOR.matcher(left).find() && !isRight(left, sum.group(2))) {
                return Verdict.rejected(sum.group().strip() + " is wrong");
            }
        }
        return Verdict.ACCEPTED;
    }

    private static boolean isRight(String left, String right) {
        double said = Double.parseDouble(right.replace(",", ""));
        int point = right.indexOf('.');
        int decimals = point < 0 ? 0 : right.length() - point - 1;
        double value;
        try {
            value = new Sum(left.replaceAll("[,$\\s]", "")).value();
        } catch (NumberFormatException e) {
            // Not a sum after all, such as a date or a list.
            return true;
        }
        return Math.abs(value - said) <= 0.501 * Math.pow(10, -decimals) || Double.isNaN(value);
    }

    /** A sum of numbers, read by descent: sums of products of numbers and brackets. */
    private static final class Sum {
        private final String text;
        private int at;

        Sum(String text) {
            this.text = text;
        }

        double value() {
            double value = sum();
            if (at < text.length()) {
                throw new NumberFormatException(text);
            }
            return value;
        }

        private double sum() {
            double value = product();
            while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                value += text.charAt(at++) == '+' ? product() : -product();
            }
            return value;
        }

        private double product() {
            double value = number();
            while (at < text.length() && "*/x×÷".indexOf(text.charAt(at)) >= 0) {
                char operator = text.charAt(at++);
                double next = number();
                value = operator == '/' || operator == '÷' ? value / next : value * next;
            }
            return value;
        }

        private double number() {
            if (at < text.length() && text.charAt(at) == '(') {
                at++;
                double value = sum();
                if (at >= text.length() || text.charAt(at++) != ')') {
                    throw new NumberFormatException(text);
                }
                return value;
            }
            int from = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return Double.parseDouble(text.substring(from, at));
        }
    }
}
