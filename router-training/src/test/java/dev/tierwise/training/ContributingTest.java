package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map in CONTRIBUTING.md leads somewhere. */
final class ContributingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z]+[A-Za-z]*\\b");

    @Test
    void theWaysThroughTheHouseAreMadeOfClassesThatAreThere() throws IOException {
        String section = Files.readString(ROOT.resolve("CONTRIBUTING.md")).split("## Three ways through it", 2)[1];
        Set<String> named = section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("    "))
                .flatMap(line -> CLASS.matcher(line).results().map(MatchResult::group))
                .collect(Collectors.toSet());
        Set<String> there = new HashSet<>();
        for (String module : List.of("router-core", "eval", "router-training", "router-serving")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.forEach(
                        file -> there.add(String.valueOf(file.getFileName()).replace(".java", "")));
            }
        }

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(there).containsAll(named);
    }
}
