package dev.tierwise.serving.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The kinds of values the configuration knows. */
final class Types {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*";

    static final Type<String> TEXT = new Type<>("text", notBlank(), "", Types::text);

    static final Type<String> NAME = named("name", NAME_PATTERN, "letters, digits, . _ -");

    /** {@code router}, {@code auto} and what begins with {@code router-} are taken: they choose a router. */
    static final Type<String> MODEL_ID = named(
            "name",
            "(?!(?:router|auto)$)(?!router-)[A-Za-z0-9][A-Za-z0-9._:/@+-]*",
            "letters, digits, . _ : / @ + -, and must not be router, auto or begin with router-");

    /** Not ending like {@code -0.5}, since that is how clients write a threshold behind a router's name. */
    static final Type<String> ROUTER_NAME = named(
            "name",
            "(?!.*-[0-9.]+$)[A-Za-z0-9][A-Za-z0-9._-]*",
            "letters, digits, . _ -, and must not end in - and a number");

    static final Type<String> SHA256 = new Type<>("sha-256", string("[0-9a-f]{64}"), "", value -> {
        if (!value.isText() || !value.text().matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "is not a SHA-256 in lower-case hex (64 digits); `tierwise keys new` prints one");
        }
        return value.text();
    });

    static final Type<Secret> SECRET = new Type<>(
            "secret", string("(?=.*\\S)[^\\x00-\\x1f\\x7f]+"), new Secret(""), Types::secret, secret -> Secret.MASK);

    static final Type<String> URL = new Type<>("URL", string("https?://[^\\s?#]+"), "", Types::url);

    static final Type<Pattern> PATTERN =
            new Type<>("pattern", notBlank(), Pattern.compile(""), Types::pattern, Pattern::pattern);

    static final Type<Path> FILE =
            new Type<>("path", notBlank(), Path.of(""), value -> path(text(value)), Path::toString);

    static final Type<Path> FOLDER = new Type<>("path", notBlank(), Path.of(""), Types::folder, Path::toString);

    static final Type<Boolean> BOOL =
            new Type<>("true or false", JSON.objectNode().put("type", "boolean"), false, value -> {
                String text = value.text().toLowerCase(Locale.ROOT);
                boolean legal = value.kind() == Scalar.Kind.BOOL || value.kind() == Scalar.Kind.REFERENCE;
                if (!legal || !(text.equals("true") || text.equals("false"))) {
                    throw new IllegalArgumentException("is " + value.shown() + ", it must be true or false");
                }
                return text.equals("true");
            });

    /** A whole number of at least 1. */
    static final Type<Integer> COUNT = integer(1, Integer.MAX_VALUE);

    static final Type<Double> SHARE = new Type<>("0..1", range("number", 0, 1), 0.0, value -> {
        BigDecimal number = number(value);
        if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("is " + value.shown() + ", it must be in 0..1");
        }
        return number.doubleValue();
    });

    static final Type<BigDecimal> MONEY =
            new Type<>("dollars", range("number", 0, 1_000_000), BigDecimal.ZERO, value -> {
                BigDecimal number = number(value);
                if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(1_000_000)) > 0) {
                    throw new IllegalArgumentException("is " + value.shown() + ", it must be in 0..1000000 dollars");
                }
                return number;
            });

    static final Type<Duration> DURATION = duration("[1-9][0-9]{0,8}", Duration.ofMillis(1));

    static final Type<Duration> DURATION_OR_ZERO = duration("[0-9]{1,9}", Duration.ZERO);

    static final Type<Long> SIZE = size(Long.MAX_VALUE);

    /** Bounded by what a server can be told about headers. */
    static final Type<Long> HEADER_SIZE = size(1L << 30);

    private Types() {}

    static Type<Integer> integer(int min, int max) {
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

    /** One of the names of an enum, in lower case. */
    static <E extends Enum<E>> Type<E> choice(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(Types::name).toList();
        ObjectNode schema = JSON.objectNode();
        names.forEach(schema.putArray("enum")::add);
        return new Type<>(
                String.join(" | ", names),
                schema,
                constants[0],
                value -> {
                    int at = value.isText() ? names.indexOf(value.text()) : -1;
                    if (at < 0) {
                        throw new IllegalArgumentException(
                                "is " + value.shown() + ", it must be one of " + String.join(", ", names));
                    }
                    return constants[at];
                },
                Types::name);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Type<String> named(String label, String pattern, String legal) {
        return new Type<>(label, string(pattern), "", value -> {
            String text = text(value);
            if (!text.matches(pattern)) {
                throw new IllegalArgumentException("is " + value.shown() + ", it may hold " + legal);
            }
            return text;
        });
    }

    private static final Pattern DURATION_FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private static Type<Duration> duration(String digits, Duration min) {
        return new Type<>(
                "duration",
                string(digits + "(ms|s|m|h)"),
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
                    return duration;
                },
                Types::shown);
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static final Pattern SIZE_FORM = Pattern.compile("([1-9][0-9]{0,8})(KB|MB|GB)");

    private static Type<Long> size(long max) {
        return new Type<>(
                "size",
                string("[1-9][0-9]{0,8}(KB|MB|GB)"),
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
                Types::shown);
    }

    private static String shown(long bytes) {
        return bytes % (1L << 30) == 0
                ? (bytes >> 30) + "GB"
                : bytes % (1L << 20) == 0 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
    }

    private static String text(Scalar value) {
        if (!value.isText()) {
            throw new IllegalArgumentException(
                    "is " + value.kind().label + " (" + value.shown() + "), it must be text: put it in quotes");
        }
        if (value.text().isBlank()) {
            throw new IllegalArgumentException("is blank");
        }
        return value.text();
    }

    private static Secret secret(Scalar value) {
        if (!value.isText()) {
            throw new IllegalArgumentException("is " + value.kind().label + ", it must be text: put it in quotes");
        }
        if (value.text().isBlank()) {
            throw new IllegalArgumentException("is blank");
        }
        if (value.text().chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("holds a line break or another control character");
        }
        return new Secret(value.text());
    }

    private static String url(Scalar value) {
        String text = text(value);
        try {
            URI uri = URI.create(text.replace("{model}", "model"));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                if (uri.getRawUserInfo() != null) {
                    throw new IllegalArgumentException("holds a login; put it in a header");
                }
                return text;
            }
        } catch (IllegalArgumentException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("holds")) {
                throw e;
            }
        }
        throw new IllegalArgumentException(
                "is " + value.shown() + ", it must be an http or https URL without a query, such as https://host/v1");
    }

    private static Pattern pattern(Scalar value) {
        try {
            return Pattern.compile(text(value));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is no regular expression: " + e.getDescription(), e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason(), e);
        }
    }

    private static Path folder(Scalar value) {
        Path path = path(text(value));
        Path beside = value.folder().resolve(path);
        if (Files.isDirectory(beside)) {
            return beside;
        }
        if (Files.isDirectory(path)) {
            return path;
        }
        throw new IllegalArgumentException("is " + value.shown() + ", and neither "
                + beside.toAbsolutePath().normalize() + " nor "
                + path.toAbsolutePath().normalize() + " is a folder");
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

    private static ObjectNode notBlank() {
        return JSON.objectNode().put("type", "string").put("pattern", "\\S");
    }

    private static ObjectNode string(String pattern) {
        return JSON.objectNode().put("type", "string").put("pattern", "^" + pattern + "$");
    }

    private static ObjectNode range(String type, int min, int max) {
        ObjectNode schema = JSON.objectNode().put("type", type).put("minimum", min);
        return max == Integer.MAX_VALUE ? schema : schema.put("maximum", max);
    }
}
