package dev.tierwise.training;

import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Everything read for a training run, in file order.
 *
 * @param observations the rows that are used
 * @param files what was read, with what became of the rows
 */
record LabelledPrompts(List<Observation> observations, List<TrainingFile> files) {
    /** Below this there is nothing to choose, fit and calibrate with. */
    static final int FEWEST_ROWS = 60;

    static LabelledPrompts read(List<Path> files, ReadOptions options, TieRule ties) {
        List<Observation> observations = new ArrayList<>();
        List<TrainingFile> read = new ArrayList<>();
        for (Path file : files) {
            try (ObservationReader reader = ObservationReader.open(file, options)) {
                List<Observation> rows = reader.readAll();
                observations.addAll(rows);
                read.add(new TrainingFile(
                        name(file), Digests.sha256(file), reader.counts().rows(), rows.size()));
            } catch (IOException e) {
                throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        LabelledPrompts prompts = new LabelledPrompts(List.copyOf(observations), List.copyOf(read));
        prompts.requireEnough(ties);
        return prompts;
    }

    private void requireEnough(TieRule ties) {
        if (observations.size() < FEWEST_ROWS) {
            throw new BadInputException(
                    names() + ": " + observations.size() + " usable rows are too few to train on: at least "
                            + FEWEST_ROWS + " are needed, and a few hundred to be of use; label more prompts");
        }
        double[] wins = observations.stream()
                .map(o -> ties.win(o.outcome()))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        double sum = 0;
        for (double win : wins) {
            sum += win;
        }
        if (sum == 0 || sum == wins.length) {
            throw new BadInputException(names() + ": all " + wins.length + " rows are of one class (strong "
                    + (sum == 0 ? "never" : "always")
                    + " wins), there is nothing to learn; check --strong, --weak and --ties");
        }
        double gain = observations.stream()
                .mapToDouble(o -> o.weight() * o.outcome().gain())
                .sum();
        if (!(gain > 0)) {
            throw new BadInputException(
                    names()
                            + ": the strong tier is not better than the weak one on these rows; are --strong and --weak swapped?");
        }
    }

    private String names() {
        return files.stream().map(TrainingFile::name).collect(Collectors.joining(", "));
    }

    /** Digest over the sorted ids of the rows used. */
    String rowIdsDigest() {
        String ids =
                observations.stream().map(o -> o.file() + "/" + o.id()).sorted().collect(Collectors.joining("\n"));
        return Digests.sha256(ids.getBytes(StandardCharsets.UTF_8));
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
