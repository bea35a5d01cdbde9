package dev.tierwise.serving.config.stage;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.data.CsvTable;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.rank.SemanticRoutes;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Routes by reference examples.
 *
 * @param file further examples as CSV, null where all stand in the configuration
 */
record SemanticConfig(double similarity, @Nullable Path file, Map<String, Route> routes) implements StageConfig {
    private static final double USUAL_SIMILARITY = 0.5;

    /** A route: where to, and what is said on it. */
    record Route(List<String> to, List<String> examples) {}

    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "semantic",
                "Requests go where the nearest reference example goes, if it is near enough.",
                part -> new SemanticConfig(
                        part.get(
                                "similarity",
                                Quantities.SIMILARITY,
                                USUAL_SIMILARITY,
                                "Cosine of the embeddings from which on an example counts."),
                        part.optional("file", Types.EXISTING_FILE, "CSV of `route` and `example`, for more examples."),
                        part.sections(
                                "routes",
                                Types.NAME,
                                "The routes.",
                                (name, route) -> new Route(
                                        route.list("to", Types.TEXT, "Models in the order they should be tried."),
                                        route.list("examples", Types.TEXT, "What is said on this route.")))));
    }

    @Override
    public Stage build(Workshop shop) {
        PromptEncoder encoder = shop.encoders().get();
        Map<String, List<String>> more = file == null ? Map.of() : more(file);
        List<SemanticRoutes.Route> built = new ArrayList<>();
        routes.forEach((name, route) -> {
            List<String> examples = new ArrayList<>(route.examples());
            examples.addAll(more.getOrDefault(name, List.of()));
            built.add(new SemanticRoutes.Route(
                    name,
                    examples,
                    examples.stream()
                            .map(example -> embedding(encoder, example))
                            .toList(),
                    route.to()));
        });
        SemanticRoutes semantic = new SemanticRoutes(built, similarity);
        semantic.conflicts().forEach(shop.warnings());
        return semantic;
    }

    private Map<String, List<String>> more(Path csv) {
        Map<String, List<String>> more = new HashMap<>();
        try (CsvTable table = CsvTable.open(csv)) {
            int route = table.header().require("route");
            int example = table.header().require("example");
            table.header().check();
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                if (!routes.containsKey(row.text(route))) {
                    throw row.problem("there is no route \"" + row.text(route) + "\" in the configuration; there are "
                            + String.join(", ", routes.keySet()));
                }
                more.computeIfAbsent(row.text(route), _ -> new ArrayList<>()).add(row.text(example));
            }
        }
        return more;
    }

    private static float[] embedding(PromptEncoder encoder, String text) {
        float[] vector = new float[encoder.spec().dimension()];
        encoder.encode(text, vector, 0);
        return vector;
    }

    @Override
    public List<String> named() {
        return routes.values().stream().flatMap(route -> route.to().stream()).toList();
    }
}
