package dev.tierwise.eval.strategy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.strategy.attempt.Arithmetic;
import dev.tierwise.core.strategy.attempt.Candour;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Length;
import dev.tierwise.core.strategy.attempt.Shape;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks as a command names them. */
public final class Checks {
    private Checks() {}

    /**
     * One check.
     *
     * @param text {@code candour}, {@code arithmetic}, {@code length=MIN-MAX}, {@code pattern=REGEX}, or the name of a
     *     check of one's own that Java's ServiceLoader finds
     */
    public static Check of(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String argument = equals < 0 ? "" : text.substring(equals + 1);
        try {
            return switch (name) {
                case "candour" -> new Candour();
                case "arithmetic" -> new Arithmetic();
                case "pattern" -> new Shape(Pattern.compile(argument));
                case "length" -> {
                    String[] ends = argument.split("-", 2);
                    yield new Length(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
                }
                default -> own(name);
            };
        } catch (PatternSyntaxException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new BadInputException(
                    "--check " + text + " cannot be read; write candour, arithmetic, length=20-600 or"
                            + " pattern=REGEX",
                    e);
        }
    }

    private static Check own(String name) {
        return ServiceLoader.load(Check.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("--check " + name
                        + " is not candour, arithmetic, length=MIN-MAX, pattern=REGEX or a check of your own"));
    }
}
