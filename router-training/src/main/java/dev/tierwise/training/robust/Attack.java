package dev.tierwise.training.robust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A search for one text that, added to any prompt, forces a decision: a beam over sequences of pieces that asks the router
 * again and again and needs nothing of its inside. The attacker knows prompts like those he will attack and the threshold.
 */
public final class Attack {
    private static final int BEAM = 2;

    /** Most pieces of a gadget. */
    public static final int LONGEST = 12;

    private final Reading reading;
    private final double threshold;
    private final boolean wantStrong;
    private final int prompts;
    private final int tries;

    /**
     * An attack on a router at a threshold.
     *
     * @param budget how many texts may be scored in a search
     */
    public Attack(Reading reading, double threshold, boolean wantStrong, int budget) {
        this.reading = reading;
        this.threshold = threshold;
        this.wantStrong = wantStrong;
        this.prompts = Math.clamp((int) Math.sqrt(budget / 100.0), 12, 60);
        this.tries = Math.max(10, budget / (Place.values().length * LONGEST * BEAM * prompts));
    }

    /**
     * A gadget.
     *
     * @param success share of the attacker's own prompts that it forced, in 0..1
     */
    public record Gadget(String text, Place place, int pieces, double success) {
        /** The prompt with the gadget. */
        public String on(String prompt) {
            return place.put(text, prompt);
        }
    }

    private record Grown(String text, double worth, double success) {}

    /**
     * The best gadgets of growing length, over all places.
     *
     * @param known the attacker's prompts
     * @return one per number of pieces, 1 to {@link #LONGEST}
     */
    public List<Gadget> search(List<String> known, long seed) {
        List<String> vocabulary = Vocabulary.of(known, reading, wantStrong);
        List<String> targets = known.stream()
                .filter(p -> !forced(reading.score(p)))
                .limit(prompts)
                .toList();
        List<Gadget> best = new ArrayList<>();
        if (targets.isEmpty()) {
            return best;
        }
        for (Place place : Place.values()) {
            List<Gadget> grown = grow(place, vocabulary, targets, new SplittableRandom(seed));
            for (int i = 0; i < grown.size(); i++) {
                if (best.size() <= i) {
                    best.add(grown.get(i));
                } else if (grown.get(i).success() > best.get(i).success()) {
                    best.set(i, grown.get(i));
                }
            }
        }
        return best;
    }

    private List<Gadget> grow(Place place, List<String> vocabulary, List<String> targets, SplittableRandom random) {
        List<Gadget> byLength = new ArrayList<>();
        List<Grown> beam = List.of(new Grown("", 0, 0));
        for (int pieces = 1; pieces <= LONGEST; pieces++) {
            List<String> candidates = new ArrayList<>();
            for (Grown start : beam) {
                for (String piece : drawn(vocabulary, random)) {
                    candidates.add(start.text().isEmpty() ? piece : start.text() + " " + piece);
                }
            }
            beam = candidates.parallelStream()
                    .map(text -> judge(text, place, targets))
                    .sorted(Comparator.comparingDouble(Grown::worth).reversed().thenComparing(Grown::text))
                    .limit(BEAM)
                    .toList();
            byLength.add(new Gadget(
                    beam.getFirst().text(), place, pieces, beam.getFirst().success()));
        }
        return byLength;
    }

    private List<String> drawn(List<String> vocabulary, SplittableRandom random) {
        return vocabulary.size() <= tries
                ? vocabulary
                : IntStream.generate(() -> random.nextInt(vocabulary.size()))
                        .distinct()
                        .limit(tries)
                        .mapToObj(vocabulary::get)
                        .toList();
    }

    /** Success first; between equals, how far the scores have come. */
    private Grown judge(String text, Place place, List<String> targets) {
        double moved = 0;
        int forced = 0;
        for (String target : targets) {
            double score = reading.score(place.put(text, target));
            forced += forced(score) ? 1 : 0;
            moved += wantStrong ? Math.min(0, score - threshold) : Math.min(0, threshold - score);
        }
        double success = forced / (double) targets.size();
        return new Grown(text, success + moved / targets.size(), success);
    }

    private boolean forced(double score) {
        return wantStrong == (score >= threshold);
    }
}
