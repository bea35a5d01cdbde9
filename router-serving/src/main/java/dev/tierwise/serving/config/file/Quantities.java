package dev.tierwise.serving.config.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of numbers, times and sizes the configuration knows. */
public final class Quantities {
    private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);
    /** A year: in nanoseconds it is far from where they cannot be counted. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern DURATION_FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern SIZE_FORM = Pattern.compile("([1-9][0-9]{0,8})(KB|MB|GB)");

    /** A whole number of at least 1. */
    public static final Type<Integer> COUNT = integer(1, Integer.MAX_VALUE);

    public static final Type<Double> SHARE = new Type<>("0..1", range("number", 0, 1), 0.0, value -> {
        BigDecimal number = number(value);
        if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("is " + value.shown() + ", it must be in 0..1");
        }
        return number.doubleValue();
    });

    public static final Type<BigDecimal> MONEY = new Type<>(
            "dollars",
            range("number", 0, 1_000_000),
            BigDecimal.ZERO,
            value -> {
                BigDecimal number = number(value);
                if (number.signum() < 0 || number.compareTo(MAX_PRICE) > 0) {
                    throw new IllegalArgumentException("is " + value.shown() + ", it must be in 0..1000000 dollars");
                }
                return number;
            },
            Quantities::shown);

    /** How much something counts beside other things. */
    public static final Type<Double> WEIGHT = bounded("weight", 0, 1_000);

    /** A cosine. */
    public static final Type<Double> SIMILARITY = bounded("-1..1", -1, 1);

    /** A mean log-probability. */
    public static final Type<Double> LOG_PROBABILITY = bounded("at most 0", -100, 0);

    public static final Type<Duration> DURATION = duration(Duration.ofMillis(1));

    public static final Type<Duration> DURATION_OR_ZERO = duration(Duration.ZERO);

    public static final Type<Long> SIZE = size(Long.MAX_VALUE);

    /** Of what is held in one array. */
    public static final Type<Long> HELD_SIZE = size(1L << 30);

    private Quantities() {}

    private static Type<Double> bounded(String label, int min, int max) {
        return new Type<>(label, range("number", min, max), 0.0, value -> {
            double number = number(value).doubleValue();
            if (number < min || number > max) {
                throw new IllegalArgumentException("is " + value.shown() + ", it must be in " + min + ".." + max);
            }
            return number;
        });
    }

    public static Type<Integer> integer(int min, int max) {
        return new Type<>(
                max == Integer.MAX_VALUE ? "at least " + min : min + ".." + max,
                range("integer", min, max),
                min,
                value -> {
                    String legal = max == Integer.MAX_VALUE ? "of at least " + min : "in " + min + ".." + max;
                    String wrong = "is " + value.shown() + ", it must be a whole number " + legal;
                    if (!value.isNumber() || !value.text().matches("-?[0-9]{1,18}")) {
                        throw new IllegalArgumentException(wrong);
                    }
                    long number = Long.parseLong(value.text());
                    if (number < min || number > max) {
                        throw new IllegalArgumentException(wrong);
                    }
                    return (int) number;
                });
    }

    private static Type<Duration> duration(Duration min) {
        String zero = min.isZero() ? "?" : "";
        String legal = Stream.of(
                        Digits.upTo(999_999_999) + zero + "ms",
                        Digits.upTo(LONGEST.toSeconds()) + zero + "s",
                        Digits.upTo(LONGEST.toMinutes()) + zero + "m",
                        Digits.upTo(LONGEST.toHours()) + zero + "h")
                .collect(Collectors.joining("|", "(?=[0-9]{1,9}[a-z])0*(", ")"));
        return new Type<>(
                "duration",
                Types.string(legal),
                min,
                value -> {
                    Matcher form = DURATION_FORM.matcher(value.text());
                    if (!form.matches()) {
                        String hint = value.isNumber() && value.kind() != Scalar.Kind.REFERENCE
                                ? ", did you mean " + value.shown() + "s?"
                                : ", it must be a number with ms, s, m or h, such as 500ms or 30s";
                        throw new IllegalArgumentException("is " + value.shown() + hint);
                    }
                    long amount = Long.parseLong(form.group(1));
                    Duration duration =
                            switch (form.group(2)) {
                                case "ms" -> Duration.ofMillis(amount);
                                case "s" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                default -> Duration.ofHours(amount);
                            };
                    if (duration.compareTo(min) < 0) {
                        throw new IllegalArgumentException("is " + value.shown() + ", it must be longer than nothing");
                    }
                    if (duration.compareTo(LONGEST) > 0) {
                        throw new IllegalArgumentException(
                                "is " + value.shown() + ", it must be at most " + LONGEST.toHours() + "h");
                    }
                    return duration;
                },
                Quantities::shown);
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static Type<Long> size(long max) {
        return new Type<>(
                "size",
                Types.string("(" + amount(max >> 10) + "KB|" + amount(max >> 20) + "MB|" + amount(max >> 30) + "GB)"),
                1L,
                value -> {
                    Matcher form = SIZE_FORM.matcher(value.text());
                    if (!form.matches()) {
                        throw new IllegalArgumentException("is " + value.shown()
                                + ", it must be a number with KB, MB or GB (1 KB is 1,024 bytes), such as 25MB");
                    }
                    long bytes = Long.parseLong(form.group(1))
                            << switch (form.group(2)) {
                                case "KB" -> 10;
                                case "MB" -> 20;
                                default -> 30;
                            };
                    if (bytes > max) {
                        throw new IllegalArgumentException(
                                "is " + value.shown() + ", it must be at most " + shown(max));
                    }
                    return bytes;
                },
                Quantities::shown);
    }

    private static String amount(long max) {
        return Digits.upTo(Math.min(max, 999_999_999));
    }

    private static String shown(long bytes) {
        return bytes % (1L << 30) == 0
                ? (bytes >> 30) + "GB"
                : bytes % (1L << 20) == 0 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
    }

    /** YAML tells whole numbers from others. */
    private static Object shown(BigDecimal price) {
        return price.scale() <= 0 ? price.toBigInteger() : price;
    }

    private static BigDecimal number(Scalar value) {
        try {
            if (value.isNumber() && value.text().length() <= 40) {
                return new BigDecimal(value.text());
            }
        } catch (NumberFormatException e) {
            // The sentence below says what a number is.
        }
        throw new IllegalArgumentException("is " + value.shown() + ", it must be a number");
    }

    private static ObjectNode range(String type, int min, int max) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("minimum", min)
                .put("maximum", max);
    }
}
