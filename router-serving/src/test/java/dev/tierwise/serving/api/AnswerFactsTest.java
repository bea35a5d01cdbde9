package dev.tierwise.serving.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.api.Usage.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes are written as ' below. */
class AnswerFactsTest {
    private static final String STARTED =
            "{'type':'message_start','message':{'usage':{'input_tokens':22,'cache_read_input_tokens':60,'cache_creation_input_tokens':40,'output_tokens':1}}}";
    private static final String SAID =
            "{'type':'content_block_delta','delta':{'type':'text_delta','text':'%s'}}".formatted("x".repeat(400));

    private static AnswerFacts stream(String... events) throws MalformedAnswerException {
        AnswerFacts facts = new AnswerFacts();
        EventReader reader = new EventReader(1 << 20);
        for (String event : events) {
            byte[] bytes = ("data: " + event.replace('\'', '"') + "\n\n").getBytes(UTF_8);
            for (Event read : reader.feed(bytes, bytes.length)) {
                facts.event(read);
            }
        }
        return facts;
    }

    private static Usage whole(String answer) throws MalformedAnswerException {
        AnswerFacts facts = new AnswerFacts();
        facts.answer(answer.replace('\'', '"').getBytes(UTF_8));
        return facts.usage(0);
    }

    private static String chunk(String delta, String finish) {
        return "{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':" + finish + "}]}";
    }

    @Test
    void countsWhatAMessagesStreamSaidBeforeItBrokeOff() throws Exception {
        assertThat(stream(STARTED, SAID).usage(8)).isEqualTo(new Usage(122, 60, 40, 100, Source.ESTIMATED));
        assertThat(stream(STARTED).usage(8)).isEqualTo(new Usage(122, 60, 40, 1, Source.ESTIMATED));
    }

    @Test
    void believesTheProviderOnceAMessagesStreamIsWhole() throws Exception {
        assertThat(stream(
                                STARTED,
                                SAID,
                                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':70}}",
                                "{'type':'message_stop'}")
                        .usage(8))
                .isEqualTo(new Usage(122, 60, 40, 70, Source.PROVIDER));
        assertThat(whole(
                        "{'type':'message','content':[{'type':'text','text':'%s'}],'usage':{'input_tokens':5,'output_tokens':7}}"
                                .formatted("x".repeat(400))))
                .isEqualTo(new Usage(5, 0, 0, 7, Source.PROVIDER));
    }

    @Test
    void countsTheNamesAndArgumentsOfToolCalls() throws Exception {
        String calls = "{'tool_calls':[{'index':0,'id':'call_123456789','type':'function','function':"
                + "{'name':'find','arguments':'%s'}}]}".formatted("x".repeat(396));
        assertThat(stream(chunk(calls, "null"), chunk(calls, "null")).usage(0).output())
                .isEqualTo(200);
        String old = "{'function_call':{'name':'find','arguments':'%s'}}".formatted("x".repeat(396));
        assertThat(stream(chunk(old, "null")).usage(0).output()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt_tokens':10000,'prompt_tokens_details':{'cached_tokens':9000},"
                        + "'cache_read_input_tokens':9000,'cache_creation_input_tokens':50,'completion_tokens':3}",
                "{'cache_creation_input_tokens':50,'cache_read_input_tokens':9000,"
                        + "'prompt_tokens_details':{'cached_tokens':9000},'completion_tokens':3,'prompt_tokens':10000}",
                "{'prompt_tokens':10000,'input_tokens':1000,'cache_read_input_tokens':9000,'cache_creation_input_tokens':50,"
                        + "'prompt_tokens_details':{'cached_tokens':9000},'completion_tokens':3}",
            })
    void countsCachedTokensOnceWhereAGatewayTellsThemInBothWays(String usage) throws Exception {
        assertThat(whole("{'choices':[],'usage':" + usage + "}"))
                .isEqualTo(new Usage(10_000, 9_000, 50, 3, Source.PROVIDER));
    }

    @Test
    void takesTheEndOfAMessageForNoStopReason() throws Exception {
        String stop = "{'type':'message_stop'}";
        AnswerFacts broken = stream(STARTED, SAID, "{'type':'message_delta','delta':{'stop_reason':null}}", stop);
        assertThat(broken.done()).isTrue();
        assertThat(broken.complete()).isFalse();
        assertThat(stream(STARTED, SAID, "{'type':'message_delta','delta':{'stop_reason':'end_turn'}}", stop)
                        .complete())
                .isTrue();
    }

    @Test
    void takesNoMarkForAFinishReason() throws Exception {
        String begun = chunk("{'content':'Hi'}", "null");
        String other = begun.replace("'index':0", "'index':1");
        String finished = chunk("{}", "'stop'");
        String usage = "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}";
        for (List<String> broken : List.of(
                List.of("[DONE]"),
                List.of(begun, "[DONE]"),
                List.of(usage, "[DONE]"),
                List.of(begun, other, finished, usage, "[DONE]"))) {
            AnswerFacts facts = stream(broken.toArray(String[]::new));
            assertThat(facts.done()).as("%s", broken).isTrue();
            assertThat(facts.complete()).as("%s", broken).isFalse();
        }
        assertThat(stream("[DONE]").answering()).isFalse();
        for (List<String> whole : List.of(
                List.of(begun, finished),
                List.of(begun, finished, usage, "[DONE]"),
                List.of(usage, begun, other, finished, finished.replace("'index':0", "'index':1"), "[DONE]"))) {
            assertThat(stream(whole.toArray(String[]::new)).complete())
                    .as("%s", whole)
                    .isTrue();
        }
    }
}
