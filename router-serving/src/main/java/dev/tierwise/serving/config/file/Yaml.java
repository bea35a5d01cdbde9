package dev.tierwise.serving.config.file;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML 1.2 as a tree of nodes that know where they stand. */
public final class Yaml {
    private Yaml() {}

    /** Empty where the file holds nothing, and where it is not YAML, which is then a problem. */
    public static Optional<Node> parse(String text, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        try {
            return new Compose(settings).composeString(EnvReferences.hide(text));
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark(), "this is not YAML: " + EnvReferences.shown(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(Optional.empty(), "this is not YAML: " + EnvReferences.shown(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    public static String print(Object tree) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setWidth(120)
                        .build())
                .dumpToString(tree);
    }
}
