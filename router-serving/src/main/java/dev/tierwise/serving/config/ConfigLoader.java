package dev.tierwise.serving.config;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.file.Problems;
import dev.tierwise.serving.config.file.Yaml;
import dev.tierwise.serving.config.file.YamlFile;
import dev.tierwise.serving.config.file.YamlSection;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a configuration file: whole, or not at all. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * What a file says.
     *
     * @param effective the configuration in effect as YAML, defaults included and secrets masked
     */
    public record Loaded(Config config, String effective) {}

    /**
     * Reads and checks a file.
     *
     * @param environment what <code>${NAME}</code> refers to
     * @throws BadInputException listing everything that is wrong with the file, one problem a line, each with its place
     */
    public static Loaded load(Path file, Map<String, String> environment) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        try {
            return load(Files.readString(file), file.toString(), folder, environment);
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + reason(file), e);
        }
    }

    /**
     * Reads and checks a text.
     *
     * @param name what problems call the file
     * @param folder where relative paths begin
     */
    static Loaded load(String yaml, String name, Path folder, Map<String, String> environment) {
        Problems problems = new Problems(name);
        Optional<Node> root = Yaml.parse(yaml, problems);
        problems.throwIfAny();
        Map<String, Object> effective = new LinkedHashMap<>();
        YamlFile file = new YamlFile(folder, environment, problems, new HashMap<>());
        Config config = YamlSection.read(file, root.orElse(null), Config::read, effective);
        new References(config, file).check();
        problems.throwIfAny();
        return new Loaded(config, Yaml.print(effective));
    }

    private static String reason(Path file) {
        return Files.isDirectory(file) ? "it is a folder" : Files.exists(file) ? "permission denied" : "no such file";
    }
}
