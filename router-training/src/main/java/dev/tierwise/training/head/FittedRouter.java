package dev.tierwise.training.head;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.token.WordBag;
import java.util.Arrays;

/** A head over standardised features with its calibration. */
public record FittedRouter(HeadFamily family, Standardizer standardizer, Head head, Calibration calibration)
        implements Fitted {
    /**
     * Fits a head to some rows and its calibration to others.
     *
     * @param fit rows the head and the scaling see; those without a win label are left out
     * @param held rows of the calibration, none of them in {@code fit}; alike
     * @throws BadInputException where either has no labelled row left
     */
    public static FittedRouter fit(HeadFamily family, Rows fit, Rows held, long seed) {
        return fitLabelled(family, fit.labelled(), held.labelled(), seed);
    }

    private static FittedRouter fitLabelled(HeadFamily family, Rows fit, Rows held, long seed) {
        if (fit.size() == 0 || held.size() == 0) {
            throw new BadInputException(
                    "too few labelled prompts: one part of a split is empty; label more, or try another --seed");
        }
        Standardizer standardizer = Standardizer.fit(fit.features(), fit.weight());
        double[][] z = Arrays.stream(fit.features()).map(standardizer::apply).toArray(double[][]::new);
        Head head = family.trainer().fit(new Examples(z, fit.win(), fit.gain(), fit.weight()), seed);
        double[] scores = Arrays.stream(held.features())
                .mapToDouble(row -> head.score(standardizer.apply(row)))
                .toArray();
        return new FittedRouter(family, standardizer, head, Calibration.fit(scores, held.win(), held.weight()));
    }

    /** The score of one row before calibration. */
    public double score(float[] features) {
        return head.score(standardizer.apply(features));
    }

    /** The calibrated win probability of one row, in 0..1. */
    public double winProbability(float[] features) {
        return calibration.apply(score(features));
    }

    @Override
    public double score(float[] features, WordBag words) {
        return score(features);
    }

    @Override
    public double winProbability(float[] features, WordBag words) {
        return winProbability(features);
    }

    @Override
    public String calibrationMethod() {
        return calibration.method();
    }
}
