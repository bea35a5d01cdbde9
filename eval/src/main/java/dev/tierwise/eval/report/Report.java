package dev.tierwise.eval.report;

import dev.tierwise.eval.metrics.Bootstrap;
import java.util.List;

/**
 * All that is reported, before it takes a form.
 *
 * @param command the command that made it, so that it can be made again
 * @param shuffled whether the outcomes were shuffled as a control
 * @param files in the order they were named
 */
public record Report(String command, Bootstrap bootstrap, boolean shuffled, List<FileResult> files) {
    public Report {
        files = List.copyOf(files);
    }
}
