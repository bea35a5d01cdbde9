package dev.tierwise.core.prompt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.prompt.encoder.NoEncoder;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WordCounterTest {
    private static final Tokenizer TOKENIZER = NoEncoder.miniLmWords().tokenizer();

    private final WordCounter counter = new WordCounter(TOKENIZER);

    @Test
    void countsPiecesAndPairs() {
        WordBag bag = counter.count("to be or not to be");

        // to, be, or, not; to be, be or, or not, not to.
        assertThat(bag.size()).isEqualTo(8);
        assertThat(weights(bag)).filteredOn(weight -> weight == 1).hasSize(5);
        assertThat(weights(bag))
                .filteredOn(weight -> weight > 1)
                .allSatisfy(weight -> assertThat(weight).isCloseTo((float) (1 + Math.log(2)), within(1e-6f)));
    }

    @Test
    void anEmptyTextHasNoWords() {
        assertThat(counter.count("").size()).isZero();
        assertThat(counter.count("word").size()).isEqualTo(1);
    }

    @Test
    void aUsedCounterCountsLikeANewOne() {
        for (long seed = 1; seed <= 200; seed++) {
            String text = text(new Random(seed));

            WordBag used = counter.count(text);
            WordBag fresh = new WordCounter(TOKENIZER).count(text);

            assertThat(buckets(used))
                    .as("seed %d", seed)
                    .isEqualTo(buckets(fresh))
                    .doesNotHaveDuplicates();
            assertThat(weights(used)).as("seed %d", seed).isEqualTo(weights(fresh));
        }
    }

    @Test
    void aLongTextIsReadAsFarAsTheTokensGo() {
        WordBag bag = counter.count("alpha ".repeat(100_000));

        assertThat(bag.size()).isEqualTo(2);
        assertThat((double) bag.weight(0)).isCloseTo(1 + Math.log(WordCounter.MAX_TOKENS - 2), within(1e-5));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(700); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(3) == 0 ? " " : "");
        }
        return text.toString();
    }

    private static int[] buckets(WordBag bag) {
        return IntStream.range(0, bag.size()).map(bag::bucket).toArray();
    }

    private static Float[] weights(WordBag bag) {
        return IntStream.range(0, bag.size()).mapToObj(bag::weight).toArray(Float[]::new);
    }
}
