package dev.tierwise.training.head;

import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.fm.FMRegressionModel;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/** A factorisation machine on the gain. */
final class FactorizationTrainer implements HeadTrainer {
    private static final String GAIN = "gain";
    private static final double LEARNING_RATE = 0.001;
    private static final int EPOCHS = 3;
    private static final int BATCH = 8;
    private static final int FACTORS = 4;
    private static final double INITIAL_VARIANCE = 1e-4;

    @Override
    public Head fit(Examples examples, long seed) {
        return head(model(dataset(examples), seed));
    }

    static Dataset<Regressor> dataset(Examples examples) {
        TribuoData data = new TribuoData(examples.features());
        MutableDataset<Regressor> dataset = data.dataset(new RegressionFactory());
        for (int i = 0; i < examples.size(); i++) {
            dataset.add(data.example(new Regressor(GAIN, examples.gain[i]), examples.z[i], examples.weight[i]));
        }
        return dataset;
    }

    static FMRegressionModel model(Dataset<Regressor> dataset, long seed) {
        return new FMRegressionTrainer(
                        new SquaredLoss(),
                        new AdaGrad(LEARNING_RATE),
                        EPOCHS,
                        Integer.MAX_VALUE,
                        BATCH,
                        seed,
                        FACTORS,
                        INITIAL_VARIANCE,
                        false)
                .train(dataset);
    }

    static Head.Factorized head(FMRegressionModel model) {
        DenseMatrix linear = model.getLinearWeightsCopy();
        Tensor[] factors = model.getFactorsCopy();
        double[] weights = new double[linear.getDimension2Size()];
        double[][] byFeature = new double[weights.length][FACTORS];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = linear.get(0, j);
            for (int k = 0; k < FACTORS; k++) {
                byFeature[j][k] = ((DenseMatrix) factors[0]).get(k, j);
            }
        }
        return new Head.Factorized(
                new Head.Linear(weights, model.getBiasesCopy().get(0)), byFeature);
    }
}
