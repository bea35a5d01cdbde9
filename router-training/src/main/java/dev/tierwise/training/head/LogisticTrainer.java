package dev.tierwise.training.head;

import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;

/**
 * Logistic regression on the probability of a win. A soft label counts as two rows, one of each class, which share its
 * weight.
 */
final class LogisticTrainer implements HeadTrainer {
    private static final String WIN = "win";
    private static final String REST = "rest";
    private static final double LEARNING_RATE = 0.01;
    private static final int EPOCHS = 3;
    private static final int BATCH = 8;

    @Override
    public Head fit(Examples examples, long seed) {
        Dataset<Label> dataset = dataset(examples);
        // One class alone, as a fold of few rows may hold: no feature says anything.
        return dataset.getOutputs().size() < 2
                ? new Head.Linear(new double[examples.features()], 0)
                : head(model(dataset, seed));
    }

    static Dataset<Label> dataset(Examples examples) {
        TribuoData data = new TribuoData(examples.features());
        MutableDataset<Label> dataset = data.dataset(new LabelFactory());
        for (int i = 0; i < examples.size(); i++) {
            double win = examples.win[i];
            if (win > 0) {
                dataset.add(data.example(new Label(WIN), examples.z[i], examples.weight[i] * win));
            }
            if (win < 1) {
                dataset.add(data.example(new Label(REST), examples.z[i], examples.weight[i] * (1 - win)));
            }
        }
        return dataset;
    }

    static LinearSGDModel model(Dataset<Label> dataset, long seed) {
        return new LinearSGDTrainer(
                        new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, Integer.MAX_VALUE, BATCH, seed)
                .train(dataset);
    }

    /** Two classes under a softmax are one sigmoid of the difference of their scores. */
    static Head.Linear head(LinearSGDModel model) {
        int win = model.getOutputIDInfo().getID(new Label(WIN));
        int rest = model.getOutputIDInfo().getID(new Label(REST));
        DenseMatrix weights = model.getWeightsCopy();
        double[] difference = new double[weights.getDimension2Size() - 1];
        for (int j = 0; j < difference.length; j++) {
            difference[j] = weights.get(win, j) - weights.get(rest, j);
        }
        int bias = difference.length;
        return new Head.Linear(difference, weights.get(win, bias) - weights.get(rest, bias));
    }
}
