package dev.tierwise.core.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.explain.Explanation.Topic;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.token.WordBag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the categories of the training prompts lie: the words of a prompt, scaled to unit length and projected to
 * {@link #SIZE} directions of random signs, against the middle of all. Small enough for a bundle, and the same for every
 * encoder. Immutable.
 *
 * @param middle of all prompts
 * @param places the categories
 * @param distances 101 ascending quantiles of how far training prompts lie from the nearest category, their own taken without
 *     them
 */
public record TopicMap(List<Float> middle, List<Place> places, List<Float> distances) {
    /** Its file in a bundle. */
    public static final String FILE = "topics.json";

    /** Directions. */
    static final int SIZE = 192;

    private static final int STEPS = 100;
    private static final int LEAST_ROWS = 5;
    private static final float DIGITS = 1e4f;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A category.
     *
     * @param strongWins share of its prompts that strong won
     * @param centre against the middle of all
     */
    public record Place(String name, int rows, double strongWins, List<Float> centre) {}

    /**
     * Maps training prompts.
     *
     * @param categories one per prompt
     * @param words one per prompt
     * @param wins share that strong won, one per prompt, NaN where unknown
     */
    public static TopicMap of(List<String> categories, WordBag[] words, double[] wins) {
        float[][] points = new float[words.length][];
        float[] middle = new float[SIZE];
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            points[i] = project(words[i]);
            add(middle, points[i], 1f / words.length);
            members.computeIfAbsent(categories.get(i), c -> new ArrayList<>()).add(i);
        }
        for (int k = 0; k < SIZE; k++) {
            middle[k] = Math.round(middle[k] * DIGITS) / DIGITS;
        }
        List<Place> places = new ArrayList<>();
        members.forEach((name, rows) -> {
            if (rows.size() >= LEAST_ROWS) {
                places.add(place(name, rows, points, middle, wins));
            }
        });
        float[] away = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            add(points[i], middle, -1);
            away[i] = places.isEmpty() ? 1 : (float) (1 - nearestTo(points[i], categories.get(i), places));
        }
        Arrays.sort(away);
        float[] distances = new float[STEPS + 1];
        for (int q = 0; q <= STEPS; q++) {
            distances[q] = Math.round(away[q * (away.length - 1) / STEPS] * DIGITS) / DIGITS;
        }
        return new TopicMap(listed(middle), places, listed(distances));
    }

    private static Place place(String name, List<Integer> rows, float[][] points, float[] middle, double[] wins) {
        float[] centre = new float[SIZE];
        double won = 0;
        int known = 0;
        for (int row : rows) {
            add(centre, points[row], 1f / rows.size());
            won += Double.isNaN(wins[row]) ? 0 : wins[row];
            known += Double.isNaN(wins[row]) ? 0 : 1;
        }
        add(centre, middle, -1);
        for (int k = 0; k < SIZE; k++) {
            centre[k] = Math.round(centre[k] * DIGITS) / DIGITS;
        }
        double share = Math.round(won / Math.max(1, known) * DIGITS) / (double) DIGITS;
        return new Place(name, rows.size(), share, listed(centre));
    }

    /** The best cosine; the prompt itself is taken out of its own category's centre. */
    private static double nearestTo(float[] point, String own, List<Place> places) {
        double best = -1;
        for (Place place : places) {
            float[] centre = array(place.centre());
            if (place.name().equals(own)) {
                add(centre, point, -1f / place.rows());
            }
            best = Math.max(best, cosine(point, centre));
        }
        return best;
    }

    /** The nearest categories, nearest first. */
    List<Topic> nearest(WordBag words, int most) {
        float[] point = point(words);
        return places.stream()
                .map(place ->
                        new Topic(place.name(), place.rows(), cosine(point, array(place.centre())), place.strongWins()))
                .sorted(Comparator.comparingDouble(Topic::likeness).reversed())
                .limit(most)
                .toList();
    }

    /** Share of the training prompts that lie nearer to a category, in 0..1. */
    double novelty(WordBag words) {
        float[] point = point(words);
        double away = 1
                - places.stream()
                        .mapToDouble(place -> cosine(point, array(place.centre())))
                        .max()
                        .orElse(0);
        int nearer = 0;
        while (nearer < STEPS && distances.get(nearer + 1) < away) {
            nearer++;
        }
        return nearer / (double) STEPS;
    }

    private float[] point(WordBag words) {
        float[] point = project(words);
        add(point, array(middle), -1);
        return point;
    }

    private static float[] project(WordBag words) {
        float[] point = new float[SIZE];
        double squares = 0;
        for (int i = 0; i < words.size(); i++) {
            squares += (double) words.weight(i) * words.weight(i);
            long bits = 0;
            for (int k = 0; k < SIZE; k++) {
                if (k % Long.SIZE == 0) {
                    bits = mix(words.bucket(i) * 31L + k);
                }
                point[k] += (bits & 1) == 0 ? words.weight(i) : -words.weight(i);
                bits >>>= 1;
            }
        }
        float scale = (float) (1 / Math.sqrt(Math.max(squares, 1) * SIZE));
        for (int k = 0; k < SIZE; k++) {
            point[k] *= scale;
        }
        return point;
    }

    /** SplitMix64's finisher: 64 bits that look random. */
    private static long mix(long value) {
        long z = (value + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static void add(float[] to, float[] what, float times) {
        for (int k = 0; k < SIZE; k++) {
            to[k] += times * what[k];
        }
    }

    private static List<Float> listed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int k = 0; k < array.length; k++) {
            array[k] = values.get(k);
        }
        return array;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < SIZE; k++) {
            dot += a[k] * b[k];
            aa += a[k] * a[k];
            bb += b[k] * b[k];
        }
        return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
    }

    /** The bytes of its file. */
    public byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of topics can always be written", e);
        }
    }

    /**
     * Reads its file.
     *
     * @param file its name, for messages
     * @throws BadInputException where it is no map of topics
     */
    static TopicMap read(byte[] bytes, String file) {
        try {
            return JSON.readValue(bytes, TopicMap.class);
        } catch (IOException e) {
            throw new BadInputException(file + " is not a map of topics: " + e.getMessage(), e);
        }
    }
}
