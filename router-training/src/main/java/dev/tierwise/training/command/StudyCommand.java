package dev.tierwise.training.command;

import picocli.CommandLine.Command;

/** The command {@code study}: the experiments that docs/research.md quotes, to be run again on any data. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description = "Experiments: how many labels are enough, what carries over to tests never seen, many tiers,"
                + " how far decisions can be moved.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StudyLabelsCommand.class,
            StudySourcesCommand.class,
            StudyTiersCommand.class,
            StudyRobustnessCommand.class
        })
public final class StudyCommand {}
