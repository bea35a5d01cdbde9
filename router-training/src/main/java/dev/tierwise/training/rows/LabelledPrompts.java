package dev.tierwise.training.rows;

import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.eval.rows.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Everything read for a training run, in file order.
 *
 * @param observations the rows that are used
 * @param files what was read
 * @param account what became of the rows, a line per file and reason, for people
 */
public record LabelledPrompts(List<Observation> observations, List<TrainingFile> files, List<String> account) {
    /** Below this there is nothing to choose, fit and calibrate with. */
    public static final int FEWEST_PROMPTS = 60;

    public static LabelledPrompts read(List<Path> files, ReadOptions options, TieRule ties) {
        List<Observation> observations = new ArrayList<>();
        List<TrainingFile> read = new ArrayList<>();
        List<String> account = new ArrayList<>();
        // Figures, ranks and ids are kept by it.
        FileNames.requireDistinct(files, UnaryOperator.identity());
        for (Path file : files) {
            try (ObservationReader reader = ObservationReader.open(file, options)) {
                List<Observation> rows = reader.readAll();
                observations.addAll(rows);
                read.add(new TrainingFile(
                        name(file), Digests.sha256(file), reader.counts().rows(), rows.size()));
                account.add(name(file) + ": " + reader.account());
            } catch (IOException e) {
                throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        List<Observation> labelled = observations.stream()
                .filter(row -> ties.win(row.outcome()).isPresent())
                .toList();
        if (labelled.size() < observations.size()) {
            account.add((observations.size() - labelled.size())
                    + " ties are left out of fit and calibration (--ties drop)");
        }
        LabelledPrompts prompts =
                new LabelledPrompts(List.copyOf(observations), List.copyOf(read), List.copyOf(account));
        prompts.requireEnough(labelled);
        prompts.requireTwoClasses(labelled, ties);
        prompts.requireGain();
        return prompts;
    }

    /** Counts texts, not rows: all splits are by text, so that a text repeated sixty times is one. */
    private void requireEnough(List<Observation> labelled) {
        long prompts = labelled.stream()
                .map(row -> Splits.normalised(row.prompt()))
                .distinct()
                .count();
        if (prompts < FEWEST_PROMPTS) {
            throw new BadInputException(names() + ": " + prompts
                    + " different prompts with a label are too few to train on: at least " + FEWEST_PROMPTS
                    + " are needed, and a few hundred to be of use; label more prompts (" + String.join("; ", account)
                    + ")");
        }
    }

    private void requireTwoClasses(List<Observation> labelled, TieRule ties) {
        DoubleSummaryStatistics wins = labelled.stream()
                .mapToDouble(row -> ties.win(row.outcome()).orElseThrow())
                .summaryStatistics();
        if (wins.getMin() == wins.getMax()) {
            throw new BadInputException(
                    names() + ": all " + labelled.size() + " rows are of one class (strong wins with " + wins.getMin()
                            + "), there is nothing to learn; check --strong, --weak and --ties");
        }
    }

    private void requireGain() {
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
    public String rowIdsDigest() {
        String ids =
                observations.stream().map(o -> o.file() + "/" + o.id()).sorted().collect(Collectors.joining("\n"));
        return Digests.sha256(ids.getBytes(StandardCharsets.UTF_8));
    }

    public static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
