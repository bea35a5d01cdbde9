package dev.tierwise.training.head;

import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * Weighted ridge regression on the gain, solved by a Cholesky factorisation of the normal equations. The penalty
 * is chosen by cross-validation inside the examples: the Gram matrix of the rows outside a fold is the whole one minus
 * the fold's, so that the search costs one pass over the rows and a factorisation per penalty and fold.
 */
final class GainTrainer implements HeadTrainer {
    /** Penalties relative to the total weight of the rows: standardised features make one scale fit all data. */
    static final double[] PENALTIES = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};

    private static final int FOLDS = 4;

    @Override
    public Head fit(Examples examples, long seed) {
        NormalEquations[] folds = new NormalEquations[FOLDS];
        NormalEquations all = new NormalEquations(examples.features(), 1);
        for (int f = 0; f < FOLDS; f++) {
            folds[f] = new NormalEquations(examples.features(), 1);
        }
        int[] fold = folds(examples);
        for (int i = 0; i < examples.size(); i++) {
            folds[fold[i]].add(examples.z[i], new double[] {examples.gain[i]}, examples.weight[i]);
        }
        for (NormalEquations part : folds) {
            all.add(part, 1);
        }
        int best = lowest(PENALTIES.length, p -> {
            double error = 0;
            for (int f = 0; f < FOLDS; f++) {
                Head.Linear head = all.minus(folds[f]).solve(PENALTIES[p])[0];
                for (int i = 0; i < examples.size(); i++) {
                    if (fold[i] == f) {
                        double miss = examples.gain[i] - head.score(examples.z[i]);
                        error += examples.weight[i] * miss * miss;
                    }
                }
            }
            return error;
        });
        return all.solve(PENALTIES[best])[0];
    }

    /** Where an error that falls and then rises is lowest, sought from the middle: each look costs a few factorisations. */
    static int lowest(int count, IntToDoubleFunction error) {
        int best = count / 2;
        double least = error.applyAsDouble(best);
        for (int step : new int[] {1, -1}) {
            int from = best;
            for (int i = best + step; i >= 0 && i < count; i += step) {
                double next = error.applyAsDouble(i);
                if (next >= least) {
                    break;
                }
                least = next;
                best = i;
            }
            if (best != from) {
                break;
            }
        }
        return best;
    }

    /**
     * The fold of each row. Rows come in file order and are alike in runs, so every fourth is taken, which mixes topics
     * over the folds. Rows that read alike are of one prompt and stay together, or the search would see its answers.
     */
    private static int[] folds(Examples examples) {
        Map<DoubleBuffer, Integer> byFeatures = new HashMap<>();
        int[] fold = new int[examples.size()];
        for (int i = 0; i < fold.length; i++) {
            int next = byFeatures.size() % FOLDS;
            fold[i] = Objects.requireNonNullElse(byFeatures.putIfAbsent(DoubleBuffer.wrap(examples.z[i]), next), next);
        }
        return fold;
    }
}
