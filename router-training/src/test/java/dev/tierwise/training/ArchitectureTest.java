package dev.tierwise.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import org.junit.jupiter.api.Test;

/** Who may import whom. The proxy's own rules stand in its module, which this one does not see. */
final class ArchitectureTest {
    private static final String CORE = "dev.tierwise.core..";
    private static final String EVAL = "dev.tierwise.eval..";
    private static final String TRAINING = "dev.tierwise.training..";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isMain)
            .importPackages("dev.tierwise");

    private static boolean isMain(Location location) {
        return !location.contains("-tests.jar") && !location.contains("/dev/tierwise/core/testing/");
    }

    @Test
    void allThreeModulesAreLookedAt() {
        for (String module : new String[] {CORE, EVAL, TRAINING}) {
            assertThat(MAIN.that(resideInAnyPackage(module))).as(module).hasSizeGreaterThan(20);
        }
    }

    @Test
    void evaluationStandsOnCoreAndTrainingOnBoth() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.tierwise..")
                .layer("core")
                .definedBy(CORE)
                .layer("eval")
                .definedBy(EVAL)
                .layer("training")
                .definedBy(TRAINING)
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("eval")
                .mayOnlyAccessLayers("core")
                .whereLayer("training")
                .mayOnlyAccessLayers("core", "eval")
                .ensureAllClassesAreContainedInArchitecture()
                .check(MAIN);
    }

    @Test
    void coreKnowsNoHttpNoCommandLineAndNoLogging() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "com.sun.net.httpserver..",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "org.apache.hc..",
                        "picocli..",
                        "org.slf4j..",
                        "java.util.logging..")
                .check(MAIN);
    }

    @Test
    void tribuoLivesInTrainingAndJavalinInServing() {
        noClasses()
                .that()
                .resideOutsideOfPackage(TRAINING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tribuo..", "ai.onnx.proto..")
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..")
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        for (String module : new String[] {"core", "eval", "training"}) {
            slices().matching("dev.tierwise." + module + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .check(MAIN);
        }
    }
}
