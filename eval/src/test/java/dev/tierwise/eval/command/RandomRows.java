package dev.tierwise.eval.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Files of rows whose difficulty a good router sees well and a poor one hardly, with a third model between the two tiers.
 *
 * @param data the rows
 * @param good the good router's scores
 * @param poor the poor router's scores
 */
record RandomRows(Path data, Path good, Path poor) {
    static final int COUNT = 1200;

    static RandomRows write(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        StringBuilder data = new StringBuilder("id,prompt,category,strong,weak,middle,strong#output_tokens\n");
        StringBuilder good = new StringBuilder("id,score\n");
        StringBuilder poor = new StringBuilder("id,score\n");
        for (int i = 0; i < COUNT; i++) {
            double difficulty = random.nextDouble();
            int strong = random.nextDouble() < 0.95 - 0.2 * difficulty ? 1 : 0;
            int middle = random.nextDouble() < 0.9 - 0.5 * difficulty ? 1 : 0;
            int weak = random.nextDouble() < 0.9 - 0.8 * difficulty ? 1 : 0;
            data.append(String.format(
                    Locale.ROOT,
                    "r%d,%s,%s,%d,%d,%d,%d%n",
                    i,
                    "word ".repeat(1 + random.nextInt(30)),
                    difficulty < 0.3 ? "easy" : i % 100 == 0 ? "rare" : "hard",
                    strong,
                    weak,
                    middle,
                    100 + random.nextInt(200)));
            good.append(String.format(Locale.ROOT, "r%d,%.5f%n", i, 0.1 + 0.5 * difficulty));
            poor.append(
                    String.format(Locale.ROOT, "r%d,%.5f%n", i, 0.2 + 0.1 * difficulty + 0.4 * random.nextDouble()));
        }
        return new RandomRows(
                Files.writeString(folder.resolve("rows.csv"), data),
                Files.writeString(folder.resolve("good.csv"), good),
                Files.writeString(folder.resolve("poor.csv"), poor));
    }
}
