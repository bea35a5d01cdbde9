package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.data.Outcome.Needed;
import dev.tierwise.core.data.Outcome.Scores;
import dev.tierwise.core.data.Outcome.Verdict;
import dev.tierwise.core.data.Outcome.Verdict.Winner;
import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.RoutingText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationReaderTest {
    private static final String ARENA =
            "id,model_a,model_b,prompt,response_a,response_b," + "winner_model_a,winner_model_b,winner_tie";
    private static final ReadOptions ARENA_PAIR = Csv.tiers("gpt-4,gpt-4-turbo", "llama,mixtral");

    @Test
    void aWideRowTakesTheMeanOfTheColumnsMeasured() {
        assertThat(Csv.read(
                        Csv.tiers("a,b", "c,d"),
                        "prompt,a,b,c,d,a#output_chars",
                        "x,1,,0.5,-2,100",
                        "y,TRUE,0,false,1e-1,"))
                .extracting(Observation::outcome)
                .containsExactly(new Scores(1, -0.75), new Scores(0.5, 0.05));
    }

    @Test
    void aWideRowWithAWholeTierUnmeasuredIsSkippedAndCounted() {
        try (ObservationReader reader =
                ObservationReader.open(Csv.NAME, Csv.of("prompt,a,b", "x,1,", "y,,0", "z,1,0"), Csv.tiers("a", "b"))) {
            assertThat(reader.readAll()).extracting(Observation::prompt).containsExactly("z");
            assertThat(reader.counts()).isEqualTo(new RowCounts(3, 0, 2, 0, 0));
            assertThat(reader.counts()).hasToString("3 rows, 1 kept, 2 not measured for a tier");
        }
    }

    @Test
    void columnsCalledStrongAndWeakNeedNoNaming() {
        assertThat(Csv.read(Csv.noTiers(), "prompt,strong,weak", "x,1,0"))
                .extracting(Observation::outcome)
                .containsExactly(new Scores(1, 0));
    }

    @Test
    void aMeasurementIsNotAModel() {
        assertThatThrownBy(() -> Csv.read(Csv.tiers("a", "b#output_chars"), "prompt,a,b,b#output_chars", "x,1,0,3"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("data.csv:1: there is no column \"b#output_chars\"");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 0", "0.25, 0.25", "True, 1", "1.0, 1", "1e-3, 0.001"})
    void aLabelIsTheProbabilityThatStrongIsNeeded(String cell, double probability) {
        assertThat(Csv.read(Csv.noTiers(), "prompt,label", "x," + cell))
                .extracting(Observation::outcome)
                .containsExactly(new Needed(probability));
    }

    @Test
    void aLabelMayBeAWinner() {
        assertThat(Csv.read(Csv.noTiers(), "prompt,winner", "x,strong", "y,Weak", "z, TIE "))
                .extracting(Observation::outcome)
                .containsExactly(new Verdict(Winner.STRONG), new Verdict(Winner.WEAK), new Verdict(Winner.TIE));
        assertThatThrownBy(() -> Csv.read(Csv.noTiers(), "prompt,winner", "x,gpt-4"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:2: column \"winner\": \"gpt-4\" is not strong, weak or tie");
    }

    @Test
    void labelAndWinnerTogetherAreAmbiguous() {
        assertThatThrownBy(() -> Csv.read(Csv.noTiers(), "prompt,winner,label", "x,strong,1"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:1: there are both a column \"label\" and a column \"winner\", delete one");
    }

    @Test
    void aWinnerAmongTwoModelsIsReadInEitherOrder() {
        try (ObservationReader reader = ObservationReader.open(
                Csv.NAME,
                Csv.of(
                        "model_a,model_b,prompt,winner",
                        "gpt-4,llama,p1,model_a",
                        "mixtral,gpt-4,p2,model_a",
                        "llama,gpt-4-turbo,p3,Model_B",
                        "gpt-4,mixtral,p4,tie",
                        "gpt-4,mixtral,p5,tie (bothbad)",
                        "gpt-4,gpt-4-turbo,p6,model_a",
                        "llama,mixtral,p7,model_a",
                        "gpt-4,claude,p8,nonsense"),
                ARENA_PAIR)) {
            assertThat(reader.shape()).isEqualTo(Shape.PAIRWISE);
            assertThat(reader.readAll())
                    .extracting(Observation::outcome)
                    .containsExactly(
                            new Verdict(Winner.STRONG),
                            new Verdict(Winner.WEAK),
                            new Verdict(Winner.STRONG),
                            new Verdict(Winner.TIE),
                            new Verdict(Winner.TIE));
            assertThat(reader.counts()).isEqualTo(new RowCounts(8, 0, 0, 3, 0));
        }
    }

    /** A misspelt one of several names would cost its rows in silence. */
    @Test
    void aModelThatNoRowIsAboutIsNamedWithTheNearestThatIs() {
        try (ObservationReader reader = ObservationReader.open(
                Csv.NAME,
                Csv.of(
                        "model_a,model_b,prompt,winner",
                        "gpt-4,llama,p1,model_a",
                        "gpt-4-turbo,llama,p2,model_a",
                        "gpt-4,mixtral-8x7b,p3,model_a"),
                Csv.tiers("gpt-4,gpt-4-turob", "llama,zephyr"))) {
            assertThat(reader.readAll()).hasSize(1);
            assertThat(reader.account())
                    .isEqualTo("3 rows, 1 kept, 2 about other models; no row is about \"gpt-4-turob\", did you mean"
                            + " \"gpt-4-turbo\"?; no row is about \"zephyr\"");
        }
    }

    @Test
    void arenasOneHotColumnsAndListsOfTurnsAreRead() {
        List<Observation> read = Csv.read(
                ARENA_PAIR,
                ARENA,
                "1,gpt-4,llama,\"[\"\"What is 2+2?\"\"]\",\"[\"\"4\"\"]\",\"[\"\"5\"\"]\",1,0,0",
                "2,mixtral,gpt-4,\"[\"\"Tell me of \\u00e9t\\u00e9\"\", null, \"\"and then?\"\"]\",x,\"[null]\",0,0,1",
                "3,llama,gpt-4-turbo,\"[not JSON, a prompt\",x,y,0,1,0",
                "4,llama,gpt-4-turbo,\"[1, 2, 3]\",x,y,1,0,0",
                "5,llama,gpt-4-turbo,\"[\"\"a\"\"] is a list in Python\",x,y,1,0,0");
        assertThat(read)
                .extracting(Observation::prompt)
                .containsExactly(
                        "What is 2+2?",
                        "Tell me of été\nand then?",
                        "[not JSON, a prompt",
                        "[1, 2, 3]",
                        "[\"a\"] is a list in Python");
        assertThat(read)
                .extracting(Observation::outcome)
                .containsExactly(
                        new Verdict(Winner.STRONG),
                        new Verdict(Winner.TIE),
                        new Verdict(Winner.STRONG),
                        new Verdict(Winner.WEAK),
                        new Verdict(Winner.WEAK));
        assertThat(read).extracting(Observation::id).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aConversationWithoutTextIsSkippedAndCounted() {
        try (ObservationReader reader = ObservationReader.open(
                Csv.NAME,
                Csv.of(
                        ARENA,
                        "1,gpt-4,llama,[null],x,y,1,0,0",
                        "2,gpt-4,llama,[],x,y,1,0,0",
                        "3,gpt-4,llama,hi,x,y,1,0,0"),
                ARENA_PAIR)) {
            assertThat(reader.readAll()).hasSize(1);
            assertThat(reader.counts()).isEqualTo(new RowCounts(3, 0, 0, 0, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,0,0", "1,1,0", ",,"})
    void oneHotColumnsThatDoNotNameOneWinnerAreRefused(String marks) {
        assertThatThrownBy(() -> Csv.read(ARENA_PAIR, ARENA, "1,gpt-4,llama,hi,x,y," + marks))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:2: exactly one of winner_model_a, winner_model_b and winner_tie must be 1");
    }

    @Test
    void comparisonsOfOtherModelsOnlyAreAnsweredWithTheModelsThereAre() {
        assertThatThrownBy(() -> Csv.read(Csv.tiers("gpt4", "llama"), ARENA, "1,gpt-4,llama,hi,x,y,1,0,0"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv: no row can be used (1 rows, 0 kept, 1 about other models);"
                        + " no row is about \"gpt4\", did you mean \"gpt-4\"?; the other models are gpt-4");
        assertThatThrownBy(() -> Csv.read(
                        ARENA_PAIR,
                        ARENA,
                        "1,gpt-4,claude,hi,x,y,1,0,0",
                        "2,gpt-4-turbo,gpt-4,hi,x,y,1,0,0",
                        "3,mixtral,llama,hi,x,y,1,0,0"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv: no row can be used (3 rows, 0 kept, 3 about other models);"
                        + " no row compares a strong with a weak model; the other models are claude");
        assertThatThrownBy(() -> Csv.read(Csv.noTiers(), "model_a,model_b,prompt", "gpt-4,llama,hi"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data.csv:1: there is no column \"winner_model_a\"; there is no column \"winner_model_b\";"
                        + " there is no column \"winner_tie\"; a file of comparisons needs the models of the strong"
                        + " and of the weak tier, name them; the columns are model_a, model_b, prompt");
    }

    @Test
    void theOptionalColumnsAreReadInEveryShape() {
        List<String[]> files = List.of(
                new String[] {"id,prompt,category,weight,contaminated,strong,weak", "7,x,maths,2.5,0,1,0", ",y,,,,1,0"},
                new String[] {"id,prompt,category,weight,contaminated,label", "7,x,maths,2.5,0,1", ",y,,,,1"},
                new String[] {
                    "id,prompt,category,weight,contaminated,model_a,model_b,winner",
                    "7,x,maths,2.5,0,strong,weak,model_a",
                    ",y,,,,strong,weak,model_a"
                });
        for (String[] file : files) {
            List<Observation> read = Csv.read(Csv.tiers("strong", "weak"), file);
            assertThat(read.getFirst())
                    .isEqualTo(new Observation(
                            "data.csv",
                            2,
                            "7",
                            "x",
                            1,
                            "maths",
                            2.5,
                            false,
                            read.getFirst().outcome()));
            assertThat(read.getLast())
                    .isEqualTo(new Observation(
                            "data.csv",
                            3,
                            "data.csv:3",
                            "y",
                            1,
                            null,
                            1,
                            false,
                            read.getLast().outcome()));
        }
    }

    @Test
    void theLengthIsOfTheWholePromptWhateverIsScored() {
        String prompt = "two   blanks\u00a0and " + "more ".repeat(4000) + "\uD83D\uDE00";

        Observation row = Csv.read(ReadOptions.of(List.of(), List.of()), "prompt,label", prompt + ",1")
                .getFirst();

        assertThat(row.prompt().length()).isLessThan(prompt.length() - 3000);
        assertThat(row.length()).isEqualTo(prompt.codePointCount(0, prompt.length()));
    }

    @Test
    void contaminatedRowsAreLeftOutUnlessAskedFor() {
        String[] file = {"prompt,label,contaminated", "x,1,1", "y,0,0", "z,1,True", "w,1,"};
        assertThat(Csv.read(Csv.noTiers(), file))
                .extracting(Observation::prompt)
                .containsExactly("y", "w");
        assertThat(Csv.read(Csv.noTiers().withContaminated(), file))
                .extracting(Observation::contaminated)
                .containsExactly(true, false, true, false);
    }

    @ParameterizedTest
    @CsvSource({"WIDE, 1, 0", "LABELLED, 1, 0.75"})
    void theShapeCanBeForced(Shape shape, double strong, double weak) {
        ReadOptions forced = new ReadOptions(shape, List.of(), List.of(), false, RoutingText.DEFAULT);
        assertThat(Csv.read(forced, "prompt,strong,weak,label", "x,1,0,0.25"))
                .extracting(Observation::outcome)
                .allSatisfy(outcome -> {
                    assertThat(outcome.strong()).isEqualTo(strong);
                    assertThat(outcome.weak()).isEqualTo(weak);
                });
    }

    @Test
    void theColumnsOfTheTiersDecideBetweenWideAndLabelled() {
        String[] file = {"prompt,a,b,label", "x,1,0,0.25"};
        assertThat(Csv.read(Csv.tiers("a", "b"), file))
                .extracting(Observation::outcome)
                .containsExactly(new Scores(1, 0));
        assertThat(Csv.read(Csv.tiers("big", "small"), file))
                .extracting(Observation::outcome)
                .containsExactly(new Needed(0.25));
    }

    @Test
    void anObservationCarriesOnlyThePartOfThePromptThatIsScored() {
        String longest = "a".repeat(20_000);
        assertThat(Csv.read(Csv.noTiers(), "prompt,label", longest + ",1")
                        .getFirst()
                        .prompt())
                .hasSizeLessThan(17_000);
    }

    @Test
    void aPromptBetweenManyBlanksIsRead() {
        String wide = " ".repeat(8_191) + "What is 2+2?" + " ".repeat(8_191);
        assertThat(Csv.read(Csv.noTiers(), "prompt,label", wide + ",1"))
                .extracting(Observation::prompt)
                .containsExactly("What is 2+2?");
        assertThat(Csv.read(Csv.tiers("a", "b"), "prompt,a,b", wide + ",1,0"))
                .extracting(Observation::prompt)
                .containsExactly("What is 2+2?");
    }
}
