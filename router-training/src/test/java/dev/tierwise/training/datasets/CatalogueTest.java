package dev.tierwise.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
    private final Catalogue catalogue = Catalogue.bundled();

    @Test
    void holdsTheThreePublicSets() {
        assertThat(catalogue.datasets())
                .extracting(PublicDataset::name)
                .containsExactly("routellm-mmlu", "routellm-gsm8k", "chatbot-arena-55k");
    }

    @Test
    void mmluIsItsFiftySevenSubjectsAndTheListOfLeakedPrompts() {
        PublicDataset mmlu = catalogue.get("routellm-mmlu");

        assertThat(mmlu.files())
                .hasSize(57)
                .doesNotHaveDuplicates()
                .allSatisfy(file -> assertThat(file.path())
                        .isEqualTo("routellm/evals/mmlu/responses/mmlu_" + file.category() + ".csv"));
        assertThat(mmlu.fetched()).hasSize(58);
        assertThat(mmlu.fetched().getLast().path()).endsWith("contaminated_prompts.jsonl");
    }

    @Test
    void routeLlmIsTakenAtOneCommitOverHttps() {
        assertThat(Stream.of("routellm-mmlu", "routellm-gsm8k").map(catalogue::get))
                .allSatisfy(dataset -> assertThat(dataset.base())
                        .hasScheme("https")
                        .hasHost("raw.githubusercontent.com")
                        .hasPath("/lm-sys/RouteLLM/" + dataset.revision() + "/"))
                .allSatisfy(dataset -> assertThat(dataset.revision()).matches("[0-9a-f]{40}"));
    }

    @Test
    void everySetStatesItsFactsAndEveryGradedFileItsCategory() {
        assertThat(catalogue.datasets()).allSatisfy(dataset -> {
            assertThat(dataset.licence()).isNotBlank();
            assertThat(dataset.about()).isNotBlank();
            assertThat(dataset.approximateBytes()).isPositive();
            if (dataset.conversion() instanceof Conversion.Graded) {
                assertThat(dataset.files())
                        .allSatisfy(file -> assertThat(file.category()).isNotNull());
            }
        });
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThereAre() {
        assertThatThrownBy(() -> catalogue.get("mmlu"))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "there is no data set \"mmlu\"; there are routellm-mmlu, routellm-gsm8k, chatbot-arena-55k");
    }

    @Test
    void aPathThatLeavesTheFolderIsNoSourceFile() {
        assertThat(Stream.of("../x.csv", "/x.csv", "a/../x.csv", "a//b.csv", "C:\\x.csv", ".hidden", ""))
                .allSatisfy(path -> assertThatThrownBy(() -> new SourceFile(path, null, null))
                        .isInstanceOf(IllegalArgumentException.class));
    }
}
