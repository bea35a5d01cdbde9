package dev.tierwise.training.datasets;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * One public data set of the manifest.
 *
 * @param about what a row says, for people
 * @param home the page that describes it
 * @param revision the commit or branch the files are taken from
 * @param base the address that the paths of the files are relative to; ends with a slash
 * @param approximateBytes size of all files together, as far as it is known
 * @param maxFileBytes a larger file than this is refused
 */
record PublicDataset(
        String name,
        String about,
        URI home,
        String revision,
        String licence,
        URI base,
        long approximateBytes,
        long maxFileBytes,
        Conversion conversion,
        List<SourceFile> files) {
    PublicDataset {
        files = List.copyOf(files);
        if (!base.isAbsolute() || !base.getPath().endsWith("/")) {
            throw new IllegalArgumentException(
                    "base " + base + " of " + name + " is not an address ending with a slash");
        }
    }

    /** Every file that is fetched: the rows, and what their conversion needs besides. */
    List<SourceFile> fetched() {
        return Stream.concat(files.stream(), conversion.needs().stream()).toList();
    }
}
