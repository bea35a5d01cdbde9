package dev.tierwise.core.explain;

import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.explain.Explanation.Push;
import dev.tierwise.core.explain.StackParts.Parts;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains the decisions of a bundle. Reads the head and the topics a second time, so that a bundle that nobody asks carries
 * nothing for it; where they are no longer the files that were opened, it says so. Thread-safe. Does not own the bundle.
 */
public final class Explainer {
    private static final int MOST_WORDS = 12;
    private static final int MOST_TOPICS = 3;
    private static final String TOPICS = "nearest categories and novelty: ";
    private static final String PARTS = "groups and words: ";
    private static final String CHANGED = " is no longer the file that was opened, open the bundle again";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");

    private final RouterBundle bundle;
    private final @Nullable StackParts stack;
    private final @Nullable TopicMap topics;
    private final List<String> unknown;

    private Explainer(
            RouterBundle bundle, @Nullable StackParts stack, @Nullable TopicMap topics, List<String> unknown) {
        this.bundle = bundle;
        this.stack = stack;
        this.topics = topics;
        this.unknown = unknown;
    }

    /**
     * Makes ready to explain.
     *
     * @param folder that the bundle was opened from
     */
    public static Explainer of(Path folder, RouterBundle bundle) {
        List<String> unknown = new ArrayList<>();
        TopicMap topics = null;
        if (!bundle.manifest().files().containsKey(TopicMap.FILE)) {
            unknown.add(TOPICS + "this bundle does not know them, train it again");
        } else {
            topics = asOpened(folder.resolve(TopicMap.FILE), bundle)
                    .map(bytes -> TopicMap.read(bytes, TopicMap.FILE))
                    .orElse(null);
            if (topics == null) {
                unknown.add(TOPICS + TopicMap.FILE + CHANGED);
            }
        }
        Optional<OnnxConstants> head = asOpened(folder.resolve(RouterBundle.HEAD), bundle)
                .map(bytes -> OnnxConstants.read(bytes, RouterBundle.HEAD));
        StackParts stack = head.filter(StackParts::canRead)
                .map(constants -> new StackParts(constants, RouterBundle.HEAD))
                .orElse(null);
        if (stack == null) {
            unknown.add(PARTS
                    + (head.isEmpty()
                            ? RouterBundle.HEAD + CHANGED
                            : "a head of the family " + bundle.manifest().head().kind()
                                    + " is not taken apart, a stack is"));
        }
        return new Explainer(bundle, stack, topics, List.copyOf(unknown));
    }

    private static Optional<byte[]> asOpened(Path file, RouterBundle bundle) {
        FileDigest opened = bundle.manifest().files().get(file.getFileName().toString());
        try {
            byte[] bytes = Files.readAllBytes(file);
            return opened != null && opened.sha256().equals(Digests.sha256(bytes))
                    ? Optional.of(bytes)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
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
        if (stack == null) {
            return explanation(0, List.of(), List.of(), bag);
        }
        float[] features = new float[bundle.featurizer().schema().size()];
        bundle.featurizer().featurize(text, features);
        Parts parts = stack.of(features, bag);
        return explanation(parts.base(), pushes(groups(parts), parts), words(text, counter, parts), bag);
    }

    private Explanation explanation(double base, List<Push> groups, List<Push> words, WordBag bag) {
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
