package dev.tierwise.eval.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.Commands;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arguments of the conduct command; what it finds out is tried on the proxy, in its module. */
class ConductCommandTest {
    @Test
    void argumentsThatCannotWorkAreRefusedBeforeTheFirstRow() {
        refused("--target localhost is no address of a proxy", "--target", "localhost");
        refused("--target localhost:4000 is no address of a proxy", "--target", "localhost:4000");
        refused("--target ftp://localhost is no address of a proxy", "--target", "ftp://localhost");
        refused("--provider-port 99999 is not in 1..65535", "--provider-port", "99999");
        refused("--header \"foo\" cannot be sent: it is not NAME: VALUE", "--header", "foo");
        refused("--header \": foo\" cannot be sent", "--header", ": foo");
        refused("--header \"Host: there\" cannot be sent", "--header", "Host: there");
    }

    private static void refused(String sentence, String... args) {
        List<Object> all = new ArrayList<>(List.of("conduct", "--target", "http://127.0.0.1:9", "--rows", "none"));
        if (args[0].equals("--target")) {
            all.subList(1, 3).clear();
        }
        all.addAll(List.of(args));
        Commands result = Commands.run(all.toArray());
        assertThat(result.err()).startsWith(sentence).doesNotContain("Exception");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void aHeaderMayNameARowsModels() {
        Commands result = Commands.run(
                "conduct", "--configure", "other", "--rows", "none", "--header", "x-models: {primary}, {fallback}");
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** The proxy's module makes a test of each: of none it would make none, and pass. */
    @Test
    void mostRowsTakeNoMinute() {
        assertThat(Suite.quickRows()).hasSizeGreaterThan(Rows.all().size() / 2);
    }
}
