package dev.tierwise.training.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataAuditTest {
    private static final String LONG =
            "A train leaves the station at nine and travels to the coast at sixty miles an hour while another leaves the"
                    + " coast at ten and travels to the station at forty miles an hour so when and where do they meet";

    private static Observation row(String file, int line, String prompt, double strong) {
        return new Observation(
                file, line, file + ":" + line, prompt, prompt.length(), null, 1, false, new Outcome.Scores(strong, 0));
    }

    @Test
    void findsCopiesThatDifferInAWordCaseAndPunctuation() {
        List<String> texts = List.of(
                LONG, "What is a prime?", LONG.toUpperCase(java.util.Locale.ROOT) + "?!", LONG.replace("meet", "pass"));

        assertThat(NearDuplicates.among(texts).pairs())
                .extracting(pair -> pair.first() + "-" + pair.second())
                .containsExactly("0-2", "0-3", "2-3");
    }

    /** What stands before the first word does not count either, and a text without words is not like any other. */
    @Test
    void quotationMarksMakeNoDifferenceAndSymbolsDo() {
        List<String> texts = List.of("\"What is a prime?\"", "What is a prime?", "+ * +", "???", "???");

        assertThat(NearDuplicates.among(texts).pairs())
                .extracting(pair -> pair.first() + "-" + pair.second())
                .containsExactly("0-1", "3-4");
    }

    /** A sentence without spaces would be one word, and any other character in it another sentence. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "一列火车九点从车站出发以每小时六十公里的速度开往海边另一列火车十点从海边出发问它们几点几分相遇",
                "駅を九時に出た列車は時速六十キロで海へ向かいもう一本の列車は十時に海を出ますふたつは何時に出会いますか",
                "รถไฟออกจากสถานีตอนเก้าโมงด้วยความเร็วหกสิบกิโลเมตรต่อชั่วโมงแล้วจะพบกับอีกขบวนหนึ่งเมื่อไร"
            })
    void findsCopiesInScriptsThatPutNoSpacesBetweenWords(String text) {
        List<String> texts = List.of(text, text.substring(1) + "x", new StringBuilder(text).reverse() + "");

        assertThat(NearDuplicates.among(texts).pairs())
                .extracting(pair -> pair.first() + "-" + pair.second())
                .containsExactly("0-1");
    }

    @Test
    void findsWhatComparingAllPairsFindsInRandomTexts() {
        for (long seed = 1; seed <= 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String fresh = random.ints(40, 0, 500).mapToObj(w -> "w" + w).collect(Collectors.joining(" "));
                texts.add(fresh);
                texts.add(fresh.replace("w" + random.nextInt(500) + " ", "other "));
                texts.add(fresh + " and one more");
            }
            // A text and itself with three more words behind: 38 of 41 runs are shared.
            assertThat(NearDuplicates.among(texts).pairs().stream()
                            .filter(pair -> pair.second() == pair.first() + 2 && pair.first() % 3 == 0))
                    .as("seed %d", seed)
                    .hasSize(60);
        }
    }

    /** A thousand prompts of one template would be half a million pairs, and each pair would be found in many bands. */
    @Test
    void promptsOfOneTemplateAreComparedWithSomeAndTheAuditSaysSo() {
        List<Observation> rows = IntStream.range(0, 1000)
                .mapToObj(i -> row("a.csv", i, LONG + " number " + i, i % 2))
                .toList();

        DataAudit audit = DataAudit.of(rows);

        assertThat(NearDuplicates.among(rows.stream().map(Observation::prompt).toList())
                        .pairs())
                .hasSizeLessThanOrEqualTo(1000 * NearDuplicates.MOST_PAIRS);
        assertThat(audit.repetitions().get(1)).contains("among 1000 of 1000 rows");
        assertThat(audit.repetitions().get(2)).contains("not all of these were compared", "there may be more pairs");
    }

    @Test
    void anExactCopyIsFoundInAnyCrowdAndOthersAreNotPassedOverInSilence() {
        // Half of each prompt is the template: alike enough to be compared, too little to be a near duplicate.
        List<String> texts = IntStream.range(0, 2000)
                .mapToObj(i -> LONG
                        + IntStream.range(0, 20)
                                .mapToObj(w -> " w" + w + "of" + i)
                                .collect(Collectors.joining()))
                .toList();
        DataAudit audit = DataAudit.of(
                texts.stream().map(text -> row("a.csv", 2, text, 1)).toList());

        List<String> exact = audit.leaks("exact.csv", texts.subList(0, 100));
        List<String> fresh = audit.leaks("fresh.csv", List.of(LONG + " or never"));

        assertThat(exact.getFirst()).contains("100 of 100 prompts stand");
        assertThat(exact).noneMatch(line -> line.contains("not all"));
        assertThat(fresh.getFirst()).contains("0 of 1 prompts stand");
        assertThat(fresh.getLast())
                .startsWith("1 prompts resemble so many others")
                .contains("not exact");
    }

    @Test
    void saysWhatIsRepeatedAndContradicted() {
        DataAudit audit = DataAudit.of(List.of(
                row("a.csv", 2, LONG, 1),
                row("a.csv", 3, LONG + " ", 0),
                row("b.csv", 2, LONG, 1),
                row("b.csv", 3, "Why is the sky blue at noon and red at night?", 0)));

        assertThat(audit.repetitions().getFirst()).contains("1 stand twice or more, 1 of them with different outcomes");
        assertThat(audit.repetitions().get(1)).contains("3 pairs among 3 of 4 rows");
        assertThat(audit.repetitions().get(2)).contains("66.7 % of the near duplicates differ");
        assertThat(audit.shared()).containsExactly("a.csv and b.csv share 2 pairs of nearly the same prompts");
    }

    @Test
    void countsEveryCopyThatLeaked() {
        DataAudit audit = DataAudit.of(List.of(row("a.csv", 2, LONG, 1)));

        assertThat(audit.leaks("test.csv", Collections.nCopies(130, LONG)))
                .first()
                .asString()
                .contains("test.csv: 130 of 130 prompts");
    }

    @Test
    void saysWhichPromptsLeaked() {
        DataAudit audit = DataAudit.of(List.of(row("a.csv", 2, LONG, 1)));

        assertThat(audit.leaks("test.csv", List.of("Who are you?", LONG + ".")))
                .hasSize(2)
                .first()
                .asString()
                .contains("test.csv: 1 of 2 prompts stand among the labelled ones");
        assertThat(audit.leaks("other.csv", List.of("Who are you?")))
                .first()
                .asString()
                .contains("no leak was found");
    }
}
