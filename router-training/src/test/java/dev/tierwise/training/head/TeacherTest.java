package dev.tierwise.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TeacherTest {
    private static final int FOLDS = 5;
    private static final int STUDENT = 40;

    @Test
    void whatARowIsTaughtDoesNotKnowTheOutcomesOfItsFold() {
        Rows rows = rows(400, 1);
        int[] fold = IntStream.range(0, rows.size()).map(i -> i % FOLDS).toArray();
        double[] otherwise = rows.gain().clone();
        for (int i = 0; i < otherwise.length; i++) {
            otherwise[i] = fold[i] == 2 ? -otherwise[i] : otherwise[i];
        }

        double[] expected = expected(rows, fold);
        double[] expectedOtherwise = expected(rows.withGain(otherwise), fold);

        for (int i = 0; i < expected.length; i++) {
            if (fold[i] == 2) {
                assertThat(expectedOtherwise[i]).isCloseTo(expected[i], within(1e-9));
            }
        }
        assertThat(IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expectedOtherwise[i] - expected[i])))
                .anyMatch(moved -> moved > 0.01);
    }

    @Test
    void aTaughtLineKnowsMoreOfPromptsItHasNotSeen() {
        Rows rows = rows(1500, 1);
        Rows unseen = rows(1500, 2);
        int[] fold = IntStream.range(0, rows.size()).map(i -> i % FOLDS).toArray();

        double alone = correlation(line(rows, fold, LinearPart.PENALTY), unseen);
        double taught = correlation(line(Teacher.taught(rows, fold, FOLDS), fold, LinearPart.PENALTY_TAUGHT), unseen);

        assertThat(taught).isGreaterThan(alone + 0.02);
    }

    @Test
    void rowsWithoutALessonStayAsTheyAre() {
        Rows rows = new Rows(rows(50, 1).features(), new double[50], new double[50], new double[50]);

        assertThat(Teacher.taught(rows, new int[50], FOLDS)).isSameAs(rows);
    }

    /** What the teacher adds to each row's gain. */
    private static double[] expected(Rows rows, int[] fold) {
        double[] taught = Teacher.taught(rows, fold, FOLDS).gain();
        return IntStream.range(0, taught.length)
                .mapToDouble(i -> taught[i] - rows.gain()[i])
                .toArray();
    }

    private static LinearPart line(Rows rows, int[] fold, double penalty) {
        Standardizer standardizer = Standardizer.fit(rows.features(), rows.weight());
        return LinearPart.fitWithout(rows, standardizer, fold, FOLDS, penalty)[FOLDS];
    }

    /** Of the line's scores with the truth, which is the only number of a lesson. */
    private static double correlation(LinearPart line, Rows rows) {
        double[] score = IntStream.range(0, rows.size())
                .mapToDouble(i -> line.score(rows.features()[i], rows.words()[i]))
                .toArray();
        double[] truth = Arrays.stream(rows.asTaught().features())
                .mapToDouble(read -> read[0])
                .toArray();
        double sxy = 0;
        double sxx = 0;
        double syy = 0;
        double meanX = Arrays.stream(score).average().orElseThrow();
        double meanY = Arrays.stream(truth).average().orElseThrow();
        for (int i = 0; i < score.length; i++) {
            sxy += (score[i] - meanX) * (truth[i] - meanY);
            sxx += (score[i] - meanX) * (score[i] - meanX);
            syy += (truth[i] - meanY) * (truth[i] - meanY);
        }
        return sxy / Math.sqrt(sxx * syy);
    }

    /** The student sees the truth blurred, in many numbers; an outcome is mostly chance. */
    private static Rows rows(int count, long seed) {
        Random random = new Random(seed);
        int surface = SurfaceFeatures.NAMES.size();
        float[][] features = new float[count][STUDENT + surface];
        float[][] lesson = new float[count][1 + surface];
        double[] win = new double[count];
        double[] gain = new double[count];
        double[] weight = new double[count];
        for (int i = 0; i < count; i++) {
            double truth = random.nextGaussian();
            lesson[i][0] = (float) truth;
            for (int j = 0; j < STUDENT; j++) {
                features[i][j] = (float) (truth + 5 * random.nextGaussian());
            }
            gain[i] = truth + 5 * random.nextGaussian() > 0 ? 1 : -1;
            win[i] = gain[i] > 0 ? 1 : 0;
            weight[i] = 1;
            int options = i % 3 == 0 ? 0 : 4;
            features[i][STUDENT + SurfaceFeatures.OPTIONS] = options;
            lesson[i][1 + SurfaceFeatures.OPTIONS] = options;
        }
        return new Rows(features, win, gain, weight).withLesson(lesson);
    }
}
