package dev.tierwise.training.distill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.data.CsvTable;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.io.StagedFolder;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.export.StaticExporter;
import dev.tierwise.training.export.StaticExporter.Precision;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.transfer.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From a sentence encoder and a corpus to a folder with a static embedding, which {@code train --encoder} takes. Labels
 * are neither needed nor read.
 */
public final class Distill {
    private static final double HELD_OUT = 0.1;
    private static final int FEWEST_TEXTS = 100;

    /**
     * What came out.
     *
     * @param texts of the corpus
     * @param tokens of the vocabulary
     * @param start mean cosine to the encoder's embedding of texts that were held out, before learning from the others
     * @param learned the same afterwards
     * @param parity largest difference between ONNX Runtime and plain Java
     * @param bytes size of the model
     */
    public record Result(int texts, int tokens, double start, double learned, double parity, int bytes) {}

    private final PromptEncoder encoder;
    private final byte[] tokenizer;

    /** @param tokenizer the encoder's {@code tokenizer.json} */
    public Distill(PromptEncoder encoder, byte[] tokenizer) {
        this.encoder = encoder;
        this.tokenizer = tokenizer;
    }

    /** Encodes vocabulary and corpus, learns, checks, and writes the folder. */
    public Result write(
            List<Path> corpus,
            Set<String> without,
            int dimension,
            Precision precision,
            Optional<Path> cache,
            Path out,
            boolean force)
            throws IOException {
        if (dimension > encoder.spec().dimension()) {
            throw new BadInputException("--dimension " + dimension + " is more than the encoder's "
                    + encoder.spec().dimension());
        }
        requireReplaceable(out, force);
        List<String> texts = texts(corpus, without);
        int[] special = encoder.tokenizer().encode("");
        int[][] read = texts.stream()
                .map(text -> withoutEnds(encoder.tokenizer().encode(text)))
                .toArray(int[][]::new);
        float[][] embeddings;
        // Not closed: the encoder is the caller's.
        Featurizer featurizer = new Featurizer(encoder);
        try (EmbeddingCache kept = EmbeddingCache.of(cache, featurizer)) {
            embeddings = Encoding.encode(texts, featurizer, kept);
        }
        // Behind the embedding stand surface features.
        embeddings = Arrays.stream(embeddings)
                .map(row -> Arrays.copyOf(row, encoder.spec().dimension()))
                .toArray(float[][]::new);
        float[][] tokens = tokens(special);

        Splits splits = new Splits("distill", 1);
        int[] held = IntStream.range(0, texts.size())
                .filter(i -> splits.fraction(texts.get(i)) < HELD_OUT)
                .toArray();
        int[] seen = IntStream.range(0, texts.size())
                .filter(i -> splits.fraction(texts.get(i)) >= HELD_OUT)
                .toArray();
        Distillation start = Distillation.startOf(tokens, pick(read, seen), pick(embeddings, seen), dimension);
        Distillation learned = Distillation.of(tokens, pick(read, seen), pick(embeddings, seen), dimension);
        float[][] vectors = Distillation.of(tokens, read, embeddings, dimension).vectors();
        for (int id : special) {
            Arrays.fill(vectors[id], 0);
        }
        byte[] onnx = StaticExporter.export(vectors, precision);
        double parity = ParityGate.checkStatic(onnx, tokenizer, texts, Encoding.MAX_TOKENS);

        try (StagedFolder staged = StagedFolder.at(out, force)) {
            staged.write(RouterBundle.ENCODER, onnx);
            staged.write(OnnxEncoder.TOKENIZER, tokenizer);
            staged.commit();
        }
        return new Result(
                texts.size(),
                vectors.length,
                start.likeness(pick(read, held), pick(embeddings, held)),
                learned.likeness(pick(read, held), pick(embeddings, held)),
                parity,
                onnx.length);
    }

    /** Only a folder that this command wrote is ever replaced: no bundle, though its embedding may come from here. */
    private static void requireReplaceable(Path out, boolean force) {
        if (force && Files.isDirectory(out) && !holds(out, Set.of(RouterBundle.ENCODER, OnnxEncoder.TOKENIZER))) {
            throw new BadInputException(out + " holds other files than " + RouterBundle.ENCODER + " and "
                    + OnnxEncoder.TOKENIZER
                    + ", so --force does not replace it: choose another --out, or delete it yourself");
        }
        StagedFolder.at(out, force).close();
    }

    private static boolean holds(Path folder, Set<String> names) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet())
                    .equals(names);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> texts(List<Path> corpus, Set<String> without) {
        Set<String> seen = new HashSet<>();
        List<String> texts = new ArrayList<>();
        Set<String> tests = new HashSet<>();
        for (Path file : corpus) {
            try (CsvTable table = CsvTable.open(file)) {
                int prompt = table.header().require("prompt");
                int benchmark = table.header().find("benchmark");
                table.header().check();
                for (CsvRow row = table.next(); row != null; row = table.next()) {
                    String text = RoutingText.DEFAULT.of(Prompt.of(row.text(prompt)));
                    String test = row.text(benchmark).strip();
                    tests.add(test);
                    boolean wanted = !without.contains(test);
                    if (wanted && !text.isBlank() && seen.add(Splits.normalised(text))) {
                        texts.add(text);
                    }
                }
            }
        }
        SourceFiles.requireTests("--without", without, tests);
        if (texts.size() < FEWEST_TEXTS) {
            throw new BadInputException("a corpus of " + texts.size() + " different prompts is too small: at least "
                    + FEWEST_TEXTS + " are needed, and thousands to be of use");
        }
        return texts;
    }

    /** What the encoder makes of each token between the special ones. */
    private float[][] tokens(int[] special) {
        float[][] tokens = new float[vocabulary()][encoder.spec().dimension()];
        try (Progress progress = Progress.start("encoding tokens", tokens.length)) {
            IntStream.range(0, tokens.length).parallel().forEach(id -> {
                int[] ids = {special[0], id, special[special.length - 1]};
                encoder.encode(ids, ids.length, tokens[id], 0);
                progress.tick();
            });
        }
        return tokens;
    }

    /** One more than the highest id. */
    private int vocabulary() {
        try {
            JsonNode root = new JsonMapper().readTree(tokenizer);
            JsonNode pieces = root.path("model").path("vocab");
            int highest = pieces.isArray() ? pieces.size() - 1 : -1;
            if (pieces.isObject()) {
                for (JsonNode id : pieces) {
                    highest = Math.max(highest, id.asInt());
                }
            }
            for (JsonNode added : root.path("added_tokens")) {
                highest = Math.max(highest, added.path("id").asInt());
            }
            return highest + 1;
        } catch (IOException e) {
            throw new IllegalStateException("the tokenizer was read before", e);
        }
    }

    private static int[] withoutEnds(int[] ids) {
        return Arrays.copyOfRange(ids, 1, Math.max(1, ids.length - 1));
    }

    private static int[][] pick(int[][] rows, int[] kept) {
        return IntStream.of(kept).mapToObj(i -> rows[i]).toArray(int[][]::new);
    }

    private static float[][] pick(float[][] rows, int[] kept) {
        return IntStream.of(kept).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }
}
