package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.conduct.Suite;
import dev.tierwise.serving.testing.RunningProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The part of {@code scripts/conduct} that takes seconds. */
class ConductTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> answersEveryFaultAsItShould() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, Suite.quickConfiguration())) {
            return Suite.quick(proxy.server().uri(), proxy.provider()).entrySet().stream()
                    .map(row -> DynamicTest.dynamicTest(
                            row.getKey(), () -> assertThat(row.getValue()).isEqualTo(List.of())));
        }
    }
}
