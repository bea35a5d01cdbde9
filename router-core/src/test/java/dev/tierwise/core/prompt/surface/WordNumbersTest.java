package dev.tierwise.core.prompt.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordNumbersTest {
    private final WordNumbers numbers = new WordNumbers();

    @Test
    void wordsAreNumberedAsTheyComeInAShortTextAndInALongOneAndAfterIt() {
        Random random = new Random(7);
        for (int words : new int[] {10, 5_000, 300, 0, 40}) {
            numbers.clear();
            Map<Long, Integer> expected = new HashMap<>();
            for (int i = 0; i < words; i++) {
                // Few values, so that words come again, and many of the same lower bits, so that slots are contended
                // for.
                long hash = (long) random.nextInt(1 + words / 2) << 40;
                numbers.add(hash);
                Integer before = expected.putIfAbsent(hash, expected.size());
                assertEquals(before == null ? expected.size() - 1 : before, numbers.number(i));
            }
            assertEquals(expected.size(), numbers.different());
        }
    }

    @Test
    void aWordWhoseHashIsZeroIsAWordLikeOthers() {
        for (int text = 0; text < 2; text++) {
            numbers.clear();
            numbers.add(5);
            numbers.add(0);
            numbers.add(0);
            numbers.add(5);
            assertEquals(2, numbers.different());
            assertEquals(1, numbers.number(1));
            assertEquals(1, numbers.number(2));
            assertEquals(0, numbers.number(3));
            assertEquals(5, numbers.first());
        }
    }
}
