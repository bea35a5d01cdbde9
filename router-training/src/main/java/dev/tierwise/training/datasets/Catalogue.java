package dev.tierwise.training.datasets;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The public data sets that can be fetched: {@code datasets/manifest.json}, which the build puts beside this class. */
record Catalogue(List<PublicDataset> datasets) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    Catalogue {
        datasets = List.copyOf(datasets);
    }

    /** The manifest this build came with. */
    static Catalogue bundled() {
        try (InputStream in =
                Objects.requireNonNull(Catalogue.class.getResourceAsStream("manifest.json"), "manifest.json")) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in manifest cannot be read", e);
        }
    }

    static Catalogue read(InputStream json) throws IOException {
        return JSON.readValue(json, Catalogue.class);
    }

    String toJson() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    /** The data set of this name, or a {@link BadInputException} that lists the names there are. */
    PublicDataset get(String name) {
        return datasets.stream()
                .filter(dataset -> dataset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("there is no data set \"" + name + "\"; there are "
                        + datasets.stream().map(PublicDataset::name).collect(Collectors.joining(", "))));
    }
}
