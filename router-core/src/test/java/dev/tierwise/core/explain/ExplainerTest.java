package dev.tierwise.core.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.explain.Explanation.Push;
import dev.tierwise.core.explain.StackParts.Parts;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final List<String> PROMPTS = List.of(
            "Tom sells 3 apples for $2 each. How much does he get for 12 apples?",
            "A landlord sued a tenant for breach of the lease. Who wins?\nA. The landlord\nB. The tenant\nC. Neither",
            "Why?",
            "def f(x): return x ** 2  # what does f(f(3)) give, and why is \u03c0 irrational?");

    @ParameterizedTest
    @ValueSource(strings = {"default", "default-fast"})
    void thePartsOfAStackAddUpToItsScore(String name) throws IOException {
        Path folder = MODELS.resolve(name);
        StackParts stack = new StackParts(
                OnnxConstants.read(Files.readAllBytes(folder.resolve(RouterBundle.HEAD)), "head.onnx"), "head.onnx");
        try (RouterBundle bundle = RouterBundle.open(folder)) {
            WordCounter counter = new WordCounter(bundle.featurizer().encoder().tokenizer());
            for (String prompt : PROMPTS) {
                float[] features = new float[bundle.featurizer().schema().size()];
                bundle.featurizer().featurize(prompt, features);

                Parts parts = stack.of(features, counter.count(prompt));

                assertThat(stack.winProbability(parts.score(), parts.kind()))
                        .as(prompt)
                        .isCloseTo(bundle.score(prompt).winProbability(), within(1e-4));
            }
        }
    }

    @Test
    void saysWhatPushedADecisionStrongestFirst() {
        try (RouterBundle bundle = RouterBundle.open(MODELS.resolve("default-fast"))) {
            Explanation explained =
                    Explainer.of(MODELS.resolve("default-fast"), bundle).explain(PROMPTS.get(1));

            assertThat(explained.groups())
                    .extracting(Push::name)
                    .contains("words", "length", "answer options", "subject", "embedding");
            assertThat(explained.groups())
                    .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b.push()), Math.abs(a.push())));
            assertThat(explained.words())
                    .isNotEmpty()
                    .allSatisfy(word -> assertThat(PROMPTS.get(1).replace('\n', ' '))
                            .contains(word.name().split(" ", 2)[0]));
            assertThat(explained.asMap()).containsKeys("base", "groups", "words");
        }
    }

    /** As where a bundle is trained anew while its old self serves. */
    @Test
    void whatIsNoLongerTheFileThatWasOpenedIsNotExplained(@TempDir Path folder) throws IOException {
        Path bundled = MODELS.resolve("default-fast");
        try (Stream<Path> files = Files.list(bundled)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        try (RouterBundle bundle = RouterBundle.open(folder)) {
            Files.copy(
                    MODELS.resolve("default").resolve(RouterBundle.HEAD),
                    folder.resolve(RouterBundle.HEAD),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.delete(folder.resolve(TopicMap.FILE));

            Explanation explained = Explainer.of(folder, bundle).explain(PROMPTS.get(1));

            assertThat(explained.groups()).isEmpty();
            assertThat(explained.unknown())
                    .hasSize(2)
                    .allSatisfy(unknown -> assertThat(unknown).contains("is no longer the file that was opened"));
        }
    }

    @Test
    void aTopicMapKnowsItsCategoriesAndWhatIsNone() {
        WordCounter counter = new WordCounter(NoEncoder.miniLmWords().tokenizer());
        List<String> law = List.of("court", "tenant", "contract", "landlord", "statute", "plaintiff");
        List<String> sums = List.of("apples", "dollars", "price", "hours", "total", "minutes");
        WordBag[] bags = Stream.of(law, sums)
                .flatMap(words -> words.stream().map(word -> "the " + word + " of " + String.join(" ", words)))
                .map(text -> counter.count(text).copy())
                .toArray(WordBag[]::new);
        List<String> categories = Stream.concat(
                        law.stream().map(w -> "law"), sums.stream().map(w -> "sums"))
                .toList();

        TopicMap made = TopicMap.of(categories, bags, new double[] {1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, Double.NaN});
        TopicMap map = TopicMap.read(made.toBytes(), "topics.json");

        WordBag dispute =
                counter.count("the landlord and the tenant went to court").copy();
        assertThat(map.nearest(dispute, 2)).extracting(Explanation.Topic::name).containsExactly("law", "sums");
        assertThat(map.nearest(dispute, 1).getFirst().strongWins()).isEqualTo(0.5);
        assertThat(map.novelty(counter.count("xylophone zebras quietly yodel").copy()))
                .isGreaterThan(0.9);
        assertThat(map.novelty(bags[0])).isLessThan(0.9);
    }
}
