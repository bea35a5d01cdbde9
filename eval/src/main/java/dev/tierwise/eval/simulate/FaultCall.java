package dev.tierwise.eval.simulate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault as a name asks for it: {@code TITLE}, {@code TITLE-N}, {@code STATUS}, each with {@code -once} behind it
 * where only the first request of each prompt is to fail.
 */
record FaultCall(String name, Fault fault, OptionalInt n, boolean once) {
    private static final String ONCE = "-once";
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
    private static final Pattern NUMBER = Pattern.compile("-(\\d{1,9})");

    static final FaultCall NONE = new FaultCall("none", Fault.NONE, OptionalInt.empty(), false);

    static Optional<FaultCall> parse(String name) {
        boolean once = name.endsWith(ONCE);
        String rest = once ? name.substring(0, name.length() - ONCE.length()) : name;
        if (STATUS.matcher(rest).matches()) {
            return Optional.of(new FaultCall(name, Fault.STATUS, OptionalInt.of(Integer.parseInt(rest)), once));
        }
        // Longest first: "cut-clean" is not "cut" with an argument.
        return Arrays.stream(Fault.values())
                .filter(f -> rest.startsWith(f.title()))
                .sorted(Comparator.comparingInt((Fault f) -> f.title().length()).reversed())
                .flatMap(f ->
                        number(rest.substring(f.title().length())).stream().map(n -> new FaultCall(name, f, n, once)))
                .findFirst();
    }

    /** Nothing behind the title is no number; anything but a number is no match. */
    private static Optional<OptionalInt> number(String rest) {
        if (rest.isEmpty()) {
            return Optional.of(OptionalInt.empty());
        }
        Matcher matcher = NUMBER.matcher(rest);
        return matcher.matches() ? Optional.of(OptionalInt.of(Integer.parseInt(matcher.group(1)))) : Optional.empty();
    }
}
