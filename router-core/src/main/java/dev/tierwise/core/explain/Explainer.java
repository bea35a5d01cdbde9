package dev.tierwise.core.explain;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.explain.Explanation.Push;
import dev.tierwise.core.explain.StackParts.Parts;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.WordBag;
import dev.tierwise.core.prompt.WordCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains the decisions of a bundle. Reads the head and the topics a second time, so that a bundle that nobody asks carries
 * nothing for it. Thread-safe. Does not own the bundle.
 */
public final class Explainer {
    private static final int MOST_WORDS = 12;
    private static final int MOST_TOPICS = 3;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");

    private final RouterBundle bundle;
    private final @Nullable StackParts stack;
    private final @Nullable TopicMap topics;

    private Explainer(RouterBundle bundle, @Nullable StackParts stack, @Nullable TopicMap topics) {
        this.bundle = bundle;
        this.stack = stack;
        this.topics = topics;
    }

    /**
     * Makes ready to explain.
     *
     * @param folder of the bundle
     * @throws BadInputException where a file of the bundle cannot be read
     */
    public static Explainer of(Path folder, RouterBundle bundle) {
        Path head = folder.resolve(RouterBundle.HEAD);
        OnnxConstants constants = OnnxConstants.read(read(head), head.toString());
        Path topics = folder.resolve(TopicMap.FILE);
        return new Explainer(
                bundle,
                StackParts.canRead(constants) ? new StackParts(constants, head.toString()) : null,
                bundle.manifest().files().containsKey(TopicMap.FILE)
                        ? TopicMap.read(read(topics), topics.toString())
                        : null);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Explains the score of a routing text.
     *
     * @param text not blank
     */
    public Explanation explain(String text) {
        WordCounter counter = new WordCounter(bundle.featurizer().encoder().tokenizer());
        WordBag bag = counter.count(text).copy();
        List<String> unknown = new ArrayList<>();
        if (topics == null) {
            unknown.add("nearest categories and novelty: this bundle does not know them, train it again");
        }
        if (stack == null) {
            unknown.add("groups and words: a head of the family "
                    + bundle.manifest().head().kind() + " is not taken apart, a stack is");
            return explanation(0, List.of(), List.of(), bag, unknown);
        }
        float[] features = new float[bundle.featurizer().schema().size()];
        bundle.featurizer().featurize(text, features);
        Parts parts = stack.of(features, bag);
        return explanation(parts.base(), pushes(groups(parts), parts), words(text, counter, parts), bag, unknown);
    }

    private Explanation explanation(
            double base, List<Push> groups, List<Push> words, WordBag bag, List<String> unknown) {
        return new Explanation(
                base,
                groups,
                words,
                topics == null ? List.of() : topics.nearest(bag, MOST_TOPICS),
                topics == null ? null : topics.novelty(bag),
                unknown);
    }

    private Map<String, Double> groups(Parts parts) {
        List<String> names = bundle.featurizer().schema().names();
        Map<String, Double> groups = new LinkedHashMap<>();
        for (int j = 0; j < parts.byFeature().length; j++) {
            String group = j < names.size() ? FeatureGroup.of(names.get(j)) : FeatureGroup.EMBEDDING;
            groups.merge(group, parts.byFeature()[j], Double::sum);
        }
        groups.put(FeatureGroup.WORDS, parts.words());
        return groups;
    }

    private List<Push> pushes(Map<String, Double> byName, Parts parts) {
        double score = parts.score();
        StackParts known = stack;
        if (known == null) {
            return List.of();
        }
        return byName.entrySet().stream()
                .map(e -> new Push(e.getKey(), e.getValue(), known.winProbability(score - e.getValue(), parts.kind())))
                .sorted(Comparator.comparingDouble((Push push) -> -Math.abs(push.push()))
                        .thenComparing(Push::name))
                .toList();
    }

    /** A row of the table goes to the first word, or pair of neighbours, of the text that has it. */
    private List<Push> words(String text, WordCounter counter, Parts parts) {
        List<String> words = new ArrayList<>();
        for (Matcher found = WORD.matcher(text); words.size() < WordCounter.MAX_TOKENS && found.find(); ) {
            words.add(found.group());
        }
        List<String> pieces = new ArrayList<>(words);
        for (int i = 1; i < words.size(); i++) {
            pieces.add(words.get(i - 1) + " " + words.get(i));
        }
        Set<Integer> taken = new HashSet<>();
        Map<String, Double> pushes = new LinkedHashMap<>();
        for (String piece : pieces) {
            WordBag bag = counter.count(piece);
            for (int i = 0; i < bag.size(); i++) {
                Double push = parts.byBucket().get(bag.bucket(i));
                if (push != null && taken.add(bag.bucket(i))) {
                    pushes.merge(piece, push, Double::sum);
                }
            }
        }
        return pushes(pushes, parts).stream()
                .filter(push -> push.push() != 0)
                .limit(MOST_WORDS)
                .toList();
    }
}
