package dev.tierwise.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the input is said in a sentence, with exit code 2, and nothing is written. */
class BadInputTest {
    private static final String ROWS = """
            id,prompt,category,gpt-4,mixtral
            a,What is two and two?,math,1,0
            b,Name a colour.,colour,1,1
            c,Prove Fermat's last theorem.,math,1,0
            d,Say hello.,chat,0,1
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path data = folder;

    @BeforeEach
    void writeRows() throws IOException {
        data = write("rows.csv", ROWS);
    }

    @Test
    void scoresThatShareNoIdWithTheData() throws IOException {
        Path scores = write("other.csv", "id,score\nx,0.5\ny,0.25\n");
        assertRefused(evaluate("--scores", scores), "none of its 2 ids is in rows.csv", "\"x\"", "\"a\"");
    }

    @Test
    void scoresThatLackARow() throws IOException {
        Path scores = write("some.csv", "id,score\na,0.5\nb,0.25\n");
        assertRefused(evaluate("--scores", scores), "2 of the 4 rows of rows.csv have no score", "\"c\"");
    }

    @Test
    void aScoreThatIsNoNumber() throws IOException {
        Path scores = write("text.csv", "id,score\na,0.5\nb,high\n");
        assertRefused(evaluate("--scores", scores), "text.csv:3", "\"high\"", "finite number");
    }

    @Test
    void anIdThatStandsTwice() throws IOException {
        Path scores = write("twice.csv", "id,score\na,0.5\nb,0.25\nc,1\nd,0\na,0.75\n");
        assertRefused(evaluate("--scores", scores), "twice.csv:6: id \"a\" is there twice", "0.5 and 0.75", "keep one");
        Path rated = write("rated.csv", "id,gpt-4,mixtral\na,1,0\na,0,1\n");
        assertRefused(evaluate("--model-scores", rated), "rated.csv:3: id \"a\" is there twice, on line 2");
        Path prices = write("prices.csv", "model,input,output\ngpt-4,1,2\ngpt-4,1,3\n");
        assertRefused(evaluate("--prices", prices), "prices.csv:3: model \"gpt-4\" is there twice");
        String answer = "{\"id\":\"a\",\"responses\":{\"mixtral\":\"%s\"}}\n";
        Path answers = write("answers.jsonl", answer.formatted("4") + answer.formatted("5"));
        assertRefused(answers(answers), "answers.jsonl:2: id \"a\" is there twice");
    }

    @Test
    void anIdThatStandsForTwoPrompts() throws IOException {
        Path scores = write("good.csv", "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        Path twins = write("twins.csv", ROWS + "a,Another prompt.,math,0,1\n");
        Commands result =
                Commands.run("evaluate", "--data", twins, "--strong", "gpt-4", "--weak", "mixtral", "--scores", scores);
        assertRefused(result, "twins.csv: the id \"a\" stands for two prompts", "an id of its own");
        Path again = write("again.csv", ROWS + "a,What is two and two?,math,0,1\n");
        assertThat(Commands.run(
                                "evaluate",
                                "--data",
                                again,
                                "--strong",
                                "gpt-4",
                                "--weak",
                                "mixtral",
                                "--scores",
                                scores)
                        .code())
                .isZero();
    }

    @Test
    void filesBesideTheDataThatAreNoCsv() throws IOException {
        assertRefused(evaluate("--scores", folder), folder + ": is a folder");
        assertRefused(evaluate("--scores", write("empty.csv", "")), "empty.csv:1: the file is empty");
        assertRefused(evaluate("--prices", write("header.csv", "model,input,output\n")), "header.csv:1", "no rows");
        assertRefused(evaluate("--scores", write("hole.csv", "id,score\na,0.5\n\0\0\0")), "hole.csv:3", "NUL");
        Path latin = Files.write(
                folder.resolve("latin.csv"), "id,score\na,0.5\ncaf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(evaluate("--scores", latin), "latin.csv:3: broken UTF-8 at byte offset 18");
        Path spaced = write("spaced.csv", "id, score\na, 0.5\nb, 0.25\nc, 1\nd, 0\n");
        assertThat(evaluate("--scores", spaced).code()).isZero();
    }

    @Test
    void aReportThatCannotBeWrittenIsSaidBeforeTheWork() throws IOException {
        Path file = write("report", "mine");
        assertRefused(evaluate("--out", file), "cannot write " + file, "is a file, not a folder");
        assertRefused(evaluate("--out", file.resolve("sub")), "cannot write", file + " is a file, not a folder");
        assertThat(file).hasContent("mine");
    }

    @Test
    void roundsAndLimitsBeyondTheirRange() throws IOException {
        Path scores = write("good.csv", "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        for (String rounds : new String[] {"0", "-1", "2000000000"}) {
            assertRefused(
                    Commands.run("evaluate", "--data", data, "--scores", scores, "--bootstrap", rounds),
                    "--bootstrap " + rounds + " is not in 1..100000");
            assertRefused(
                    Commands.run("calibrate", "--scores", scores, "--strong-share", "0.3", "--bootstrap", rounds),
                    "--bootstrap " + rounds + " is not in 1..100000");
        }
        for (String rounds : new String[] {"1", "-1", "2000000000"}) {
            assertRefused(
                    Commands.run("calibrate", "--scores", scores, "--strong-share", "0.3", "--check", rounds),
                    "--check " + rounds + " is neither 0 nor in 2..100000");
        }
        assertRefused(evaluate("--scores", scores, "--fail-under", "apgr=NaN"), "--fail-under apgr=NaN is no limit");
        assertRefused(evaluate("--scores", scores, "--fail-over", "ece=NaN"), "--fail-over ece=NaN is no limit");
    }

    @Test
    void rowsShorterThanTheirHeader() throws IOException {
        Path scores = write("short.csv", "score,id\n0.5,a\n\n0.5\n");
        assertRefused(evaluate("--scores", scores), "short.csv:4: the row has 1 cells and the header 2");
        assertRefused(evaluate("--model-scores", scores), "short.csv:4");
        Path prices = write("prices.csv", "input,output,model\n1,2\n");
        assertRefused(evaluate("--prices", prices), "prices.csv:2: the row has 2 cells and the header 3");
    }

    @Test
    void answersThatAreNoJsonLines() throws IOException {
        String first = "{\"id\":\"a\",\"responses\":{}}\n";
        assertRefused(answers(folder), folder.toString(), "cannot be read", "JSON lines");
        assertRefused(answers(write("broken.jsonl", first + "{\"id\": oh\n")), "broken.jsonl:2: not JSON");
        Path latin = Files.write(
                folder.resolve("latin.jsonl"),
                (first + first + "{\"id\":\"caf\u00e9\",\"responses\":{}}\n").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(answers(latin), "latin.jsonl:3: not JSON in UTF-8");
    }

    private Commands answers(Path file) {
        return evaluate("--answers", file, "--price", "gpt-4=1,2", "--price", "mixtral=1,1");
    }

    @Test
    void scoresWithAnotherHeader() throws IOException {
        Path scores = write("header.csv", "id,scores\na,0.5\n");
        assertRefused(evaluate("--scores", scores), "no column \"score\"", "did you mean \"scores\"?");
    }

    @Test
    void twoFilesOfOneName() throws IOException {
        Path other =
                Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("rows.csv"), ROWS);
        Path out = folder.resolve("report");
        assertRefused(evaluate("--data", other, "--out", out), "two files of the name \"rows\"", "rename one");
        assertThat(out).doesNotExist();
    }

    @Test
    void twoFilesWhosePlotsWouldHaveOneName() throws IOException {
        Path spaced = write("some rows.csv", ROWS);
        Path joined = write("some_rows.csv", ROWS);
        Path out = folder.resolve("report");
        assertRefused(
                Commands.run(
                        "evaluate", "--data", spaced, joined, "--strong", "gpt-4", "--weak", "mixtral", "--out", out),
                "two files of the name \"some_rows\"",
                "rename one");
        assertThat(out).doesNotExist();
    }

    @Test
    void aRouterThatIsCalledLikeWhatItIsComparedWith() throws IOException {
        Path scores = write("good.csv", "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        for (String name : new String[] {"random", "length", "category-mean", "oracle", "perfect", "always-weak"}) {
            assertRefused(
                    evaluate("--scores", name + "=" + scores, "--out", folder.resolve("report")),
                    "a router is called \"" + name + "\"",
                    "--scores NAME=FILE");
        }
        Path rated = write("mixtures.csv", "id,gpt-4,mixtral\na,1,0\nb,1,1\nc,1,0\nd,0,1\n");
        assertRefused(evaluate("--model-scores", rated), "a router is called \"mixtures\"");
        assertRefused(
                evaluate("--model-scores", "one=" + rated, "--model-scores", "one=" + rated),
                "two routers are called \"one\"",
                "NAME=FILE");
        assertThat(folder.resolve("report")).doesNotExist();
    }

    @Test
    void optionsThatNothingAsksFor() {
        assertRefused(evaluate("--check", "arithmetic"), "--check is asked of recorded answers", "add --answers FILE");
        Path bundle = Path.of("..", "models", "default");
        assertRefused(
                Commands.run(
                        "calibrate",
                        "--router",
                        bundle,
                        "--strong-share",
                        "0.3",
                        "--check",
                        "9",
                        "--price",
                        "strong=1,1"),
                "--check and --price would be about labelled prompts",
                "add --data FILE");
    }

    @Test
    void labelsThatAreAllTies() throws IOException {
        Path ties = write("ties.csv", "prompt,gpt-4,mixtral\nhello,1,1\nworld,0,0\n");
        Commands result = Commands.run("evaluate", "--data", ties, "--strong", "gpt-4", "--weak", "mixtral");
        assertRefused(result, "equal on each of the 2 rows", "nothing to route");
    }

    @Test
    void anUnknownModelColumnWithTheNearestName() {
        Commands result = Commands.run("evaluate", "--data", data, "--strong", "gpt4", "--weak", "mixtral");
        assertRefused(result, "no column \"gpt4\"", "did you mean \"gpt-4\"?");
    }

    @Test
    void aPriceForAnotherModelWithTheNearestName() {
        assertRefused(
                evaluate("--price", "gpt4=1,2", "--price", "mixtral=1,1"),
                "no price for \"gpt-4\"",
                "did you mean \"gpt4\"?");
    }

    @Test
    void aBundleThatIsNotThere() {
        assertRefused(evaluate("--router", folder.resolve("nowhere")), "nowhere", "not a folder");
    }

    @Test
    void aLimitOnAFigureThatDoesNotExist() throws IOException {
        Path scores = write("good.csv", "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        assertRefused(
                evaluate("--scores", scores, "--fail-under", "agpr=.6"),
                "no figure \"agpr\"",
                "did you mean \"apgr\"?");
    }

    @Test
    void strongWorseThanWeakIsSaidAndNotHidden() {
        Commands result = Commands.run("evaluate", "--data", data, "--strong", "mixtral", "--weak", "gpt-4");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Strong (0.5000) is no better than weak (0.7500)");
        assertThat(result.out()).contains("Check --strong and --weak");
    }

    @Test
    void missingCategoriesAreSaid() throws IOException {
        Path plain = write("plain.csv", ROWS.replace(",category", "").replaceAll("(?m)\\.,\\w+,|\\?,\\w+,", ".,"));
        Commands result = Commands.run("evaluate", "--data", plain, "--strong", "gpt-4", "--weak", "mixtral");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("no column category").doesNotContain("category-mean  ");
    }

    @Test
    void aConfidenceWithoutABound() throws IOException {
        Path scores = write("good.csv", "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        Commands result = Commands.run(
                "calibrate", "--scores", scores, "--data", data, "--strong-share", "0.3", "--confidence", "0.9");
        assertRefused(result, "--confidence has no meaning with --strong-share");
    }

    @Test
    void halvesOfASingleRow() throws IOException {
        Path one = write("one.csv", "id,prompt,label\na,Say hello.,1\n");
        Path scores = write("good.csv", "id,score\na,.5\n");
        assertRefused(
                Commands.run("calibrate", "--scores", scores, "--data", one, "--quality", "0.9", "--check", "10"),
                one + ": --check cuts the rows in two halves");
    }

    @Test
    void aShareOutsideItsRange() throws IOException {
        Path scores = write("good.csv", "id,score\na,.5\nb,.2\nc,.9\nd,.1\n");
        assertRefused(
                Commands.run("calibrate", "--scores", scores, "--data", data, "--strong-share", "30"),
                "--strong-share 30.0 is not in [0,1]");
    }

    private Commands evaluate(Object... more) {
        Object[] args = {"evaluate", "--data", data, "--strong", "gpt-4", "--weak", "mixtral", "--bootstrap", "50"};
        Object[] all = new Object[args.length + more.length];
        System.arraycopy(args, 0, all, 0, args.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Commands.run(all);
    }

    private static void assertRefused(Commands result, String... parts) {
        assertThat(result.err()).contains(parts);
        assertThat(result.err().strip()).doesNotContain("\n").doesNotContain("Exception");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
