package dev.tierwise.eval.conduct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Outcomes as a table for people, or as JSON. */
final class Tables {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Tables() {}

    static String markdown(List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder("""
                | Fault | The client saw | Calls: failing + other | Time | Well after | Verdict |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (Outcome outcome : outcomes) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.2f s | %s | %s |%n",
                    outcome.row().name(),
                    outcome.clientWords(),
                    outcome.provider().words(),
                    outcome.seconds(),
                    outcome.healthy() ? "yes" : "no",
                    outcome.passed() ? "pass" : "**fail**: " + String.join("; ", outcome.faults())));
        }
        return text.append(String.format("%n%s%n", summary(outcomes))).toString();
    }

    static String summary(List<Outcome> outcomes) {
        return outcomes.stream().filter(Outcome::passed).count() + " of " + outcomes.size() + " rows pass.";
    }

    static String json(List<Outcome> outcomes) {
        ObjectNode all = JSON.createObjectNode();
        all.put("passed", outcomes.stream().filter(Outcome::passed).count());
        ArrayNode rows = all.putArray("rows");
        for (Outcome outcome : outcomes) {
            ObjectNode row = rows.addObject()
                    .put("fault", outcome.row().name())
                    .put("expected", outcome.row().expects().end().words())
                    .put("client", outcome.clientWords())
                    .put("calls_primary", outcome.provider().primary().size())
                    .put("calls_fallback", outcome.provider().fallback().size());
            ArrayNode gaps = row.putArray("gaps_seconds");
            outcome.provider().gaps().forEach(gaps::add);
            row.put("seconds", outcome.seconds())
                    .put("healthy_after", outcome.healthy())
                    .put("passed", outcome.passed());
            ArrayNode faults = row.putArray("faults");
            outcome.faults().forEach(faults::add);
        }
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
