package dev.tierwise.training.command;

import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.training.bundle.CardText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What was measured of a new bundle, as a command prints it. */
final class FiguresText {
    private static final int NARROWEST = 18;

    private FiguresText() {}

    static void print(PrintWriter page, List<Measured> all) {
        int width = all.stream()
                .flatMap(measured -> measured.figures().keySet().stream())
                .mapToInt(String::length)
                .reduce(NARROWEST, Math::max);
        for (Measured measured : all) {
            page.printf(Locale.ROOT, "%s, %d rows, %s%n", measured.dataset(), measured.rows(), measured.split());
            measured.figures()
                    .forEach((name, figure) ->
                            page.printf(Locale.ROOT, "  %-" + width + "s %s%n", name, CardText.interval(figure)));
        }
    }
}
