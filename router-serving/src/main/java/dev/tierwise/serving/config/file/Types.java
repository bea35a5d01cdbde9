package dev.tierwise.serving.config.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.core.strategy.Hours;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of values the configuration knows. */
public final class Types {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** RFC 9110, 5.6.2. */
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    public static final Type<String> TEXT = new Type<>("text", notBlank(), "", Types::text);

    public static final Type<String> NAME = named("name", NAME_PATTERN, "letters, digits, . _ -");

    /** {@code router}, {@code auto} and what begins with {@code router-} are taken: they choose a router. */
    public static final Type<String> MODEL_ID = named(
            "name",
            "(?!(?:router|auto)$)(?!router-)[A-Za-z0-9][A-Za-z0-9._:/@+-]*",
            "letters, digits, . _ : / @ + -, and must not be router, auto or begin with router-");

    /** Not ending like {@code -0.5}, since that is how clients write a threshold behind a router's name. */
    public static final Type<String> ROUTER_NAME = named(
            "name",
            "(?!.*-[0-9.]+$)[A-Za-z0-9][A-Za-z0-9._-]*",
            "letters, digits, . _ -, and must not end in - and a number");

    public static final Type<String> SHA256 = new Type<>("sha-256", string("[0-9a-f]{64}"), "", value -> {
        if (!value.isText() || !value.text().matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "is not a SHA-256 in lower-case hex (64 digits); `tierwise keys new` prints one");
        }
        return value.text();
    });

    public static final Type<Secret> SECRET = new Type<>(
            "secret", string("(?=.*\\S)[^\\x00-\\x1f\\x7f]+"), new Secret(""), Types::secret, secret -> Secret.MASK);

    public static final Type<String> URL = new Type<>(
            "URL",
            string("https?://([^\\s?#/@:]+|\\[[^\\s?#/@]+\\])(:(0*" + Digits.upTo(65_535) + ")?)?(/[^\\s?#]*)?"),
            "",
            Types::url);

    /** A header's name; those of a connection are set by whoever keeps it. */
    public static final Type<String> HEADER = new Type<>("header", string(headerPattern()), "", Types::header);

    public static final Type<Pattern> PATTERN =
            new Type<>("pattern", notBlank(), Pattern.compile(""), Types::pattern, Pattern::pattern);

    public static final Type<Path> FILE =
            new Type<>("path", notBlank(), Path.of(""), value -> path(text(value)), Path::toString);

    public static final Type<Path> FOLDER = new Type<>(
            "path", notBlank(), Path.of(""), value -> existing(value, Files::isDirectory, "folder"), Path::toString);

    /** A file that is there. */
    public static final Type<Path> EXISTING_FILE = new Type<>(
            "path", notBlank(), Path.of(""), value -> existing(value, Files::isRegularFile, "file"), Path::toString);

    public static final Type<String> LANGUAGE = named("language", "[a-z]{2}", "an ISO 639-1 code such as de");

    public static final Type<Hours> HOURS = new Type<>(
            "hours",
            string("(0?[0-9]|1[0-9]|2[0-3])-(0?[1-9]|1[0-9]|2[0-4])"),
            new Hours(0, 24),
            Types::hours,
            hours -> hours.from() + "-" + hours.to());

    public static final Type<Boolean> BOOL =
            new Type<>("true or false", JSON.objectNode().put("type", "boolean"), false, value -> {
                String text = value.text().toLowerCase(Locale.ROOT);
                boolean legal = value.kind() == Scalar.Kind.BOOL || value.kind() == Scalar.Kind.REFERENCE;
                if (!legal || !(text.equals("true") || text.equals("false"))) {
                    throw new IllegalArgumentException("is " + value.shown() + ", it must be true or false");
                }
                return text.equals("true");
            });

    private Types() {}

    /** One of the names of an enum, in lower case. */
    public static <E extends Enum<E>> Type<E> choice(Class<E> type) {
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
        URI uri;
        try {
            uri = URI.create(text.replace("{model}", "model"));
        } catch (IllegalArgumentException e) {
            throw noUrl(value);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw noUrl(value);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("holds a login; put it in a header");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("is " + value.shown() + ", its port must be in 1..65535");
        }
        return text;
    }

    private static IllegalArgumentException noUrl(Scalar value) {
        return new IllegalArgumentException(
                "is " + value.shown() + ", it must be an http or https URL without a query, such as https://host/v1");
    }

    private static String header(Scalar value) {
        if (!value.text().matches(TOKEN)) {
            throw new IllegalArgumentException(
                    "is " + value.shown() + ", it may hold letters, digits and ! # $ % & ' * + - . ^ _ ` | ~");
        }
        String name = value.text().toLowerCase(Locale.ROOT);
        if (ofAConnection().anyMatch(name::equals)) {
            throw new IllegalArgumentException(
                    "is " + value.shown() + ", which belongs to the connection: leave it out");
        }
        return value.text();
    }

    private static Stream<String> ofAConnection() {
        return Stream.concat(Stream.of("host"), HeaderNames.OF_A_CONNECTION.stream());
    }

    /** JSON Schema's patterns cannot be told to look past capitals. */
    private static String headerPattern() {
        String connection = ofAConnection()
                .sorted()
                .map(name -> name.chars()
                        .mapToObj(c -> c == '-' ? "-" : "[" + (char) Character.toUpperCase(c) + (char) c + "]")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
        return "(?!(" + connection + ")$)" + TOKEN;
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

    /** Beside the configuration where it is there, else in the working directory. */
    private static Path existing(Scalar value, Predicate<Path> isThere, String kind) {
        Path path = path(text(value));
        Path beside = value.folder().resolve(path);
        if (isThere.test(beside)) {
            return beside;
        }
        if (isThere.test(path)) {
            return path;
        }
        throw new IllegalArgumentException("is " + value.shown() + ", and neither "
                + beside.toAbsolutePath().normalize() + " nor "
                + path.toAbsolutePath().normalize() + " is a " + kind);
    }

    private static Hours hours(Scalar value) {
        String[] ends = text(value).split("-", -1);
        try {
            if (ends.length == 2) {
                return new Hours(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
            }
        } catch (IllegalArgumentException e) {
            // The sentence below says what hours are.
        }
        throw new IllegalArgumentException(
                "is " + value.shown() + ", it must be two hours of the day, such as 9-17 or 22-6");
    }

    private static ObjectNode notBlank() {
        return JSON.objectNode().put("type", "string").put("pattern", "\\S");
    }

    /** Text that matches as a whole. */
    static ObjectNode string(String pattern) {
        return JSON.objectNode().put("type", "string").put("pattern", "^" + pattern + "$");
    }
}
