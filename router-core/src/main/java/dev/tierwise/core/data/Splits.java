package dev.tierwise.core.data;

import dev.tierwise.core.io.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits by prompt text: the same text falls on the same side in every file, row order and run, so that a prompt that
 * occurs twice is never both trained on and tested. Texts are the same where they agree after Unicode's canonical
 * composition (NFC), with every run of white space, line ends and no-break spaces included, taken as one space and none
 * at either end; case and punctuation count. The place of a text is the first 53 bits of SHA-256 over the purpose, a zero
 * byte, the seed (8 bytes, big-endian) and the text, in UTF-8. Thread-safe.
 *
 * @param purpose what is split off, such as {@code folds}; one purpose and seed are one order of all texts, so two splits
 *     of the same rows that must be independent need different purposes: folds of a file that was itself cut off by the
 *     same order would be empty but for one
 * @param seed another seed, another order
 */
public record Splits(String purpose, long seed) {
    /** The fold of a prompt, in {@code 0..k-1}; folds have equal shares in expectation. */
    public int fold(String prompt, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + ", there must be at least one fold");
        }
        return (int) (fraction(prompt) * k);
    }

    /** The place of a prompt in [0, 1), uniform over texts: {@code fraction(...) < 0.2} holds a fifth back. */
    public double fraction(String prompt) {
        MessageDigest digest = Digests.newSha256();
        digest.update(purpose.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
        digest.update(normalised(prompt).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(digest.digest()).getLong() >>> 11) * 0x1p-53;
    }

    /** A number for each of some prompts, in the order in which they come: equal for two if and only if no split parts them. */
    public static int[] numbers(List<String> prompts) {
        Map<String, Integer> numbers = new HashMap<>();
        return prompts.stream()
                .mapToInt(prompt -> numbers.computeIfAbsent(normalised(prompt), _ -> numbers.size()))
                .toArray();
    }

    /** The text that stands for a prompt: equal for two prompts if and only if no split parts them. */
    public static String normalised(String prompt) {
        String composed = Normalizer.normalize(prompt, Normalizer.Form.NFC);
        StringBuilder text = new StringBuilder(composed.length());
        boolean pending = false;
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                pending = !text.isEmpty();
            } else {
                if (pending) {
                    text.append(' ');
                    pending = false;
                }
                text.append(c);
            }
        }
        return text.toString();
    }
}
