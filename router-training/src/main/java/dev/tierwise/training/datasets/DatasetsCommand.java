package dev.tierwise.training.datasets;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code datasets} command: what public labelled prompts there are, and fetching them. */
@Command(
        name = "datasets",
        description = "List and fetch public data sets of labelled prompts, audit and split your own.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | fetch NAME | audit --data FILE | split FILE)",
        footer = {
            "",
            "Examples:",
            "  tierwise datasets list",
            "  tierwise datasets fetch routellm-gsm8k",
            "  tierwise datasets fetch routellm-mmlu --mirror ~/src/RouteLLM --out data",
            "  tierwise datasets audit --data mine.csv",
            "  tierwise datasets split mine.csv --train 2000 --hold-back 500 --out data"
        })
public final class DatasetsCommand {
    private final Catalogue catalogue;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls a method
    private CommandSpec spec;

    /** The command over the manifest that this build came with. */
    public DatasetsCommand() {
        this(Catalogue.bundled());
    }

    DatasetsCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Command(
            name = "list",
            description = "Print what there is: size, shape, source, licence, digests.",
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print the manifest as JSON.") boolean json) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(catalogue.toJson());
        } else {
            catalogue.datasets().forEach(dataset -> print(dataset, out));
            out.println("Fetch one with: tierwise datasets fetch NAME");
        }
        out.flush();
        return 0;
    }

    @Command(
            name = "fetch",
            description = "Fetch a data set, check every file's SHA-256, and write NAME.csv, ready for train --data.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:fetched, checked and written",
                "1:the source cannot be reached or breaks off",
                "2:bad arguments, a digest or a file that is not as expected, or --out cannot be written"
            })
    int fetch(
            @Parameters(paramLabel = "NAME", description = "A name that list prints.") String name,
            @Option(
                            names = "--mirror",
                            paramLabel = "DIR",
                            description = "Read the files from this folder instead of the network; it has the same"
                                    + " relative paths as the source, as a clone of its repository does.")
                    @Nullable
                    Path mirror,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = "datasets/fetched",
                            description = "Where NAME.csv and originals/NAME/ go. Default: ${DEFAULT-VALUE}")
                    Path out)
            throws IOException {
        PublicDataset dataset = catalogue.get(name);
        try (Source source = mirror == null ? new HttpSource(dataset.base()) : new MirrorSource(mirror)) {
            new Fetch(dataset, source, out, spec.commandLine().getOut()).run();
        }
        return 0;
    }

    @Command(
            name = "split",
            description = "Cut a file in two by prompt text, so that no prompt is both trained on and tested:"
                    + " train.csv and held-back.csv.",
            mixinStandardHelpOptions = true)
    int split(
            @Parameters(paramLabel = "FILE", description = "A CSV with a prompt column.") Path file,
            @Option(names = "--train", paramLabel = "N", required = true, description = "Rows to train on.") long train,
            @Option(names = "--hold-back", paramLabel = "N", required = true, description = "Rows to test on.")
                    long heldBack,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Another seed, another choice of rows. Default: ${DEFAULT-VALUE}")
                    long seed,
            @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the two files go.")
                    Path out) {
        if (train < 1 || heldBack < 1) {
            throw new ParameterException(spec.commandLine(), "--train and --hold-back must be at least 1");
        }
        PromptSplit.Counts counts = new PromptSplit(file, seed).write(train, heldBack, out);
        PrintWriter page = spec.commandLine().getOut();
        page.printf("%s: %d rows%n", out.resolve(PromptSplit.TRAIN), counts.train());
        page.printf("%s: %d rows%n", out.resolve(PromptSplit.HELD_BACK), counts.heldBack());
        page.flush();
        return 0;
    }

    private static void print(PublicDataset dataset, PrintWriter out) {
        out.printf("%s%n", dataset.name());
        out.printf("  %s%n", dataset.about());
        out.printf(
                "  size     about %.1f MB in %d file%s; becomes %s%n",
                dataset.approximateBytes() / 1e6,
                dataset.fetched().size(),
                dataset.fetched().size() == 1 ? "" : "s",
                dataset.conversion().shape());
        out.printf("  source   %s at %s%n", dataset.home(), dataset.revision());
        out.printf("  licence  %s%n", dataset.licence());
        long pinned =
                dataset.fetched().stream().filter(file -> file.sha256() != null).count();
        for (SourceFile file : dataset.fetched()) {
            if (file.sha256() != null) {
                out.printf("  sha256   %s  %s%n", file.sha256(), file.path());
            }
        }
        if (pinned < dataset.fetched().size()) {
            out.printf(
                    "  sha256   not pinned for %d of %d: the first fetch prints and records the digest, later ones must match%n",
                    dataset.fetched().size() - pinned, dataset.fetched().size());
        }
        out.println();
    }
}
