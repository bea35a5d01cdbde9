package dev.tierwise.eval.scores;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.eval.rows.EvalSet;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** A bundle as a router to evaluate. Owns the bundle. */
public final class BundleScores implements ScoreSource, AutoCloseable {
    private final String name;
    private final RouterBundle bundle;

    private BundleScores(String name, RouterBundle bundle) {
        this.name = name;
        this.bundle = bundle;
    }

    /** Opens a bundle, named after its folder. */
    public static BundleScores open(Path folder) {
        return new BundleScores(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()), RouterBundle.open(folder));
    }

    @Override
    public String name() {
        return name;
    }

    public RouterBundle bundle() {
        return bundle;
    }

    /** Scores every row on all cores, in order. */
    @Override
    public RouterScores over(EvalSet set) {
        try (Progress progress = Progress.start("scoring " + set.name() + " with " + name, set.rows())) {
            double[] score = IntStream.range(0, set.rows())
                    .parallel()
                    .mapToDouble(row -> {
                        String text =
                                bundle.routingText().of(Prompt.of(set.prompts().get(row)));
                        double win = bundle.score(text).winProbability();
                        progress.tick();
                        return win;
                    })
                    .toArray();
            return RouterScores.router(name, score);
        }
    }

    @Override
    public boolean wasTrainedOn(String sha256) {
        return bundle.manifest().training().includes(sha256);
    }

    @Override
    public void close() {
        bundle.close();
    }
}
