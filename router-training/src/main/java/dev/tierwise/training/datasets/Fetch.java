package dev.tierwise.training.datasets;

import dev.tierwise.core.io.Digests;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.io.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Brings one data set here: every file checked first, then converted into one CSV. */
final class Fetch {
    private final PublicDataset dataset;
    private final Source source;
    private final Path folder;
    private final PrintWriter out;

    Fetch(PublicDataset dataset, Source source, Path folder, PrintWriter out) {
        this.dataset = dataset;
        this.source = source;
        this.folder = folder;
        this.out = out;
    }

    void run() throws IOException {
        List<Originals.Original> originals = originals();
        Path target = folder.resolve(dataset.name() + ".csv");
        Converted converted = WholeFile.fill(target, temporary -> convert(originals, temporary));
        out.printf("%s  %s%n", Digests.sha256(target), target);
        out.printf(
                "%s: %d rows, %d of them marked contaminated, shape %s%n",
                dataset.name(),
                converted.rows(),
                converted.contaminated(),
                dataset.conversion().shape());
        out.flush();
    }

    private List<Originals.Original> originals() throws IOException {
        Path kept = folder.resolve("originals").resolve(dataset.name());
        Originals store = new Originals(kept, source, dataset.maxFileBytes());
        List<Originals.Original> originals = new ArrayList<>();
        boolean unpinned = false;
        try (Progress progress = Progress.start(
                "fetching " + dataset.name() + " (MiB)", Math.max(1, dataset.approximateBytes() >> 20))) {
            for (SourceFile file : dataset.fetched()) {
                Originals.Original original = store.get(file, progress);
                originals.add(original);
                unpinned |= original.trust() == Originals.Trust.FIRST_USE;
                out.printf("%s  %s  (%s)%n", original.sha256(), file.path(), original.trust());
            }
        }
        if (unpinned) {
            out.println("Files marked \"first use\" have no published digest: what came was trusted, its digest stands"
                    + " in a .sha256 file beside it, and every later fetch must match it.");
        }
        return originals;
    }

    /** The originals stand in the order of {@link PublicDataset#fetched}: the rows first. */
    private Converted convert(List<Originals.Original> originals, Path to) throws IOException {
        return switch (dataset.conversion()) {
            case Conversion.Arena arena ->
                ArenaConversion.convert(originals.getFirst().file(), to);
            case Conversion.Graded graded -> {
                List<GradedConversion.Part> parts = new ArrayList<>();
                for (int i = 0; i < dataset.files().size(); i++) {
                    String category =
                            Objects.requireNonNull(dataset.files().get(i).category(), "category");
                    parts.add(new GradedConversion.Part(originals.get(i).file(), category));
                }
                yield new GradedConversion(graded, originals.getLast().file()).convert(parts, to);
            }
        };
    }
}
