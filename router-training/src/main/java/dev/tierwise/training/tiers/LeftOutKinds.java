package dev.tierwise.training.tiers;

import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.measure.LeftOutCategories;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The kinds of prompts of a wide file that are left out in turns: its tests, or its categories where it has one test alone. */
public final class LeftOutKinds {
    /** Kinds are left out together where there are more: each group costs a fit. */
    private static final int MOST_GROUPS = 12;

    private final boolean tests;
    private final int kinds;
    private final int[] group;

    private LeftOutKinds(boolean tests, int kinds, int[] group) {
        this.tests = tests;
        this.kinds = kinds;
        this.group = group;
    }

    /** @param seed which kinds are left out together, where there are many */
    public static LeftOutKinds of(ModelPool pool, long seed) {
        boolean tests = pool.benchmarks().stream().distinct().count() > 1;
        List<String> names = tests ? pool.benchmarks() : pool.categories();
        Map<String, Integer> groups = LeftOutCategories.deal(names, MOST_GROUPS, seed);
        return new LeftOutKinds(
                tests, groups.size(), names.stream().mapToInt(groups::get).toArray());
    }

    /** How many kinds there are. */
    public int kinds() {
        return kinds;
    }

    /** How many groups of them are left out, one after the other. */
    public int turns() {
        return (int) IntStream.of(group).distinct().count();
    }

    /** How many different prompts there are to learn from when the largest group is left out. */
    public int fewestLeft(TierRows rows) {
        return rows.fewestLeft(group);
    }

    /**
     * What is predicted for each row by a fit that has seen nothing of its group.
     *
     * @return by tier, then by row
     */
    public double[][] heldOut(TierRows rows) {
        return rows.heldOut(group, "leaving tests out");
    }

    /** What is left out, in words. */
    public String split() {
        String split = "whole " + (tests ? "tests" : "categories") + " left out";
        return kinds > MOST_GROUPS ? split + ", a twelfth of them at a time" : split;
    }
}
