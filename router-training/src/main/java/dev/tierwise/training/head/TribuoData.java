package dev.tierwise.training.head;

import java.util.Locale;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Rows as Tribuo's examples. Tribuo orders features by name, so the names are numbers of equal length. */
final class TribuoData {
    private final String[] names;

    TribuoData(int features) {
        names = new String[features];
        for (int j = 0; j < features; j++) {
            names[j] = String.format(Locale.ROOT, "f%06d", j);
        }
    }

    <T extends Output<T>> MutableDataset<T> dataset(OutputFactory<T> outputs) {
        return new MutableDataset<>(new SimpleDataSourceProvenance("tierwise", outputs), outputs);
    }

    <T extends Output<T>> ArrayExample<T> example(T output, double[] z, double weight) {
        ArrayExample<T> example = new ArrayExample<>(output, names, z);
        example.setWeight((float) weight);
        return example;
    }
}
