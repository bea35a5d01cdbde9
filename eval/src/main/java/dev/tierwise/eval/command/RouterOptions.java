package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.pool.TierBundle;
import dev.tierwise.eval.scores.BundleScores;
import dev.tierwise.eval.scores.ScoreSource;
import dev.tierwise.eval.scores.ScoresFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which routers a command looks at. */
final class RouterOptions {
    @Option(
            names = "--router",
            paramLabel = "DIR",
            arity = "1..*",
            description = "A bundle that train has written, such as models/default.")
    private List<Path> bundles = List.of();

    @Option(
            names = "--scores",
            paramLabel = "[NAME=]FILE",
            arity = "1..*",
            description = "Any other router: a CSV of id,score, higher meaning strong first.")
    private List<String> scores = List.of();

    boolean isEmpty() {
        return bundles.isEmpty() && scores.isEmpty();
    }

    int count() {
        return bundles.size() + scores.size();
    }

    /** Opens all of them; their names differ. */
    OpenRouters open() {
        List<ScoreSource> sources = new ArrayList<>();
        List<TierBundle> tiers = new ArrayList<>();
        OpenRouters opened = new OpenRouters(sources, tiers);
        try {
            for (Path folder : bundles) {
                BundleScores opening = BundleScores.open(folder);
                if (opening.bundle().ratesTiers()) {
                    tiers.add(new TierBundle(opening.name(), opening.bundle()));
                } else {
                    sources.add(opening);
                }
            }
            scores.parallelStream().map(ScoresFile::read).forEachOrdered(sources::add);
            requireDistinct(Stream.concat(
                    sources.stream().map(ScoreSource::name), tiers.stream().map(TierBundle::name)));
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** A figure, and a limit it is held to, goes by its router's name. */
    static void requireDistinct(Stream<String> routers) {
        Set<String> names = new HashSet<>();
        routers.filter(name -> !names.add(name)).findFirst().ifPresent(name -> {
            throw new BadInputException(
                    "two routers are called \"" + name + "\"; name scores with NAME=FILE, or rename a bundle's folder");
        });
    }
}
