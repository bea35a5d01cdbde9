package dev.tierwise.training.head;

/**
 * Lets a router that may read little at a decision learn from one that may read more. One outcome of a prompt is mostly
 * chance, so the student's line is not fitted to the gain alone but to the gain plus what a teacher expects it to be: a
 * line on another encoder's embeddings, fitted without the row. This is distillation with privileged information as in
 * Lopez-Paz, Bottou, Schoelkopf and Vapnik, "Unifying distillation and privileged information", ICLR 2016.
 *
 * <p>Words and trees learn from the gain as it is: taught, they rank prompts that list options worse.
 */
final class Teacher {
    /** How often the expected gain counts beside the one observed, whose spread is larger; flat from 1 to 6. */
    private static final double SHARE = 3;

    private Teacher() {}

    /** The rows with the gain that the student learns; as they are where they have no lesson. */
    static Rows taught(Rows rows, int[] fold, int folds) {
        if (!rows.hasLesson()) {
            return rows;
        }
        Rows read = rows.asTaught();
        Standardizer standardizer = Standardizer.fit(read.features(), read.weight());
        LinearPart[] without = LinearPart.fitWithout(read, standardizer, fold, folds, LinearPart.PENALTY);
        double[] gain = rows.gain().clone();
        for (int i = 0; i < gain.length; i++) {
            gain[i] += SHARE * without[fold[i]].score(read.features()[i], read.words()[i]);
        }
        return rows.withGain(gain);
    }
}
