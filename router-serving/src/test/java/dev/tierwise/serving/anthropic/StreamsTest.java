package dev.tierwise.serving.anthropic;

import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_CHAT;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_MESSAGES;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.text;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import org.junit.jupiter.api.Test;

/** Streams written by hand, event by event. Quotes are written as ' below. */
class StreamsTest {
    @Test
    void textAndParallelToolCallsOfAChatStreamBecomeARowOfBlocks() throws Exception {
        String events = translated(TO_CHAT.stream(true), """
                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}],'usage':null}

                : keep awake

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'content':'Hel'}}]}

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'content':'lo'}}]}

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'t1','type':'function','function':{'name':'f','arguments':''}}]}}]}

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\':'}}]}}]}

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]}}]}

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'id':'t2','type':'function','function':{'name':'g','arguments':'{}'}}]}}]}

                data: {'id':'c1','model':'m','choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}

                data: {'id':'c1','model':'m','choices':[],'usage':{'prompt_tokens':150,'completion_tokens':9,'prompt_tokens_details':{'cached_tokens':128}}}

                data: [DONE]

                """);
        assertThat(events).isEqualTo(quoted("""
                event: message_start
                data: {'type':'message_start','message':{'id':'c1','type':'message','role':'assistant','model':'m','content':[],'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':0,'cache_creation_input_tokens':0,'cache_read_input_tokens':0,'output_tokens':0}}}

                : ping

                event: content_block_start
                data: {'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}

                event: content_block_delta
                data: {'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hel'}}

                event: content_block_delta
                data: {'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'lo'}}

                event: content_block_stop
                data: {'type':'content_block_stop','index':0}

                event: content_block_start
                data: {'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'t1','name':'f','input':{}}}

                event: content_block_delta
                data: {'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'{\\'a\\':'}}

                event: content_block_delta
                data: {'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'1}'}}

                event: content_block_stop
                data: {'type':'content_block_stop','index':1}

                event: content_block_start
                data: {'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'t2','name':'g','input':{}}}

                event: content_block_delta
                data: {'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{}'}}

                event: content_block_stop
                data: {'type':'content_block_stop','index':2}

                event: message_delta
                data: {'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'input_tokens':22,'cache_creation_input_tokens':0,'cache_read_input_tokens':128,'output_tokens':9}}

                event: message_stop
                data: {'type':'message_stop'}

                """));
    }

    private static final String MESSAGES_STREAM = """
            event: message_start
            data: {'type':'message_start','message':{'id':'m1','type':'message','role':'assistant','model':'m','content':[],'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':22,'cache_read_input_tokens':128,'output_tokens':1}}}

            event: content_block_start
            data: {'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}

            event: content_block_delta
            data: {'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hello'}}

            event: content_block_stop
            data: {'type':'content_block_stop','index':0}

            event: content_block_start
            data: {'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'t1','name':'f','input':{}}}

            event: content_block_delta
            data: {'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':''}}

            event: content_block_delta
            data: {'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'{\\'a\\':1}'}}

            event: content_block_stop
            data: {'type':'content_block_stop','index':1}

            event: content_block_start
            data: {'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'t2','name':'g','input':{}}}

            event: content_block_stop
            data: {'type':'content_block_stop','index':2}

            event: future_kind
            data: {'type':'future_kind'}

            event: message_delta
            data: {'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'output_tokens':9}}

            event: message_stop
            data: {'type':'message_stop'}

            """;

    @Test
    void theBlocksOfAMessagesStreamBecomeDeltasAndNoArgumentsBecomeAnEmptyObject() throws Exception {
        String head = "data: {'id':'m1','object':'chat.completion.chunk','created':1700000000,'model':'m',";
        String rest = ",'logprobs':null,'finish_reason':null}]}\n\n";
        assertThat(translated(TO_MESSAGES.stream(false), MESSAGES_STREAM))
                .isEqualTo(quoted(head
                        + "'choices':[{'index':0,'delta':{'role':'assistant','content':''}" + rest
                        + head + "'choices':[{'index':0,'delta':{'content':'Hello'}" + rest
                        + head + "'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'t1','type':'function',"
                        + "'function':{'name':'f','arguments':''}}]}" + rest
                        + head + "'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,"
                        + "'function':{'arguments':'{\\'a\\':1}'}}]}" + rest
                        + head + "'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'id':'t2','type':'function',"
                        + "'function':{'name':'g','arguments':''}}]}" + rest
                        + head + "'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,"
                        + "'function':{'arguments':'{}'}}]}" + rest
                        + head + "'choices':[{'index':0,'delta':{},'logprobs':null,'finish_reason':'tool_calls'}]}\n\n"
                        + "data: [DONE]\n\n"));
    }

    @Test
    void usageComesInAChunkOfItsOwnWhereTheClientAskedForIt() throws Exception {
        assertThat(translated(TO_MESSAGES.stream(true), MESSAGES_STREAM))
                .endsWith(quoted("'choices':[],'usage':{'prompt_tokens':150,'completion_tokens':9,'total_tokens':159,"
                        + "'prompt_tokens_details':{'cached_tokens':128}}}\n\ndata: [DONE]\n\n"));
    }

    @Test
    void aStreamThatLacksItsLastMarkIsClosedAllTheSame() throws Exception {
        String chat =
                "data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'length'}]}\n\n";
        assertThat(translated(TO_CHAT.stream(true), chat))
                .contains("\"stop_reason\":\"max_tokens\"")
                .endsWith(quoted("event: message_stop\ndata: {'type':'message_stop'}\n\n"));
        assertThat(translated(
                        TO_MESSAGES.stream(false),
                        MESSAGES_STREAM
                                .replace("event: message_stop", "event: ping")
                                .replace("'message_stop'", "'ping'")))
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void theEndIsSaidOnce() throws Exception {
        StreamTranslation stream = TO_MESSAGES.stream(false);
        String all = translated(stream, MESSAGES_STREAM);
        assertThat(all.split("\\[DONE]", -1)).hasSize(2);
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void aToolCallWhoseNameComesLateWaitsForIt() throws Exception {
        String chat = """
                data: {'id':'c','choices':[{'delta':{'tool_calls':[{'index':0,'id':'t'}]}}]}

                data: {'id':'c','choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{'}}]}}]}

                data: {'id':'c','choices':[{'delta':{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'}'}}]}}]}

                """;
        assertThat(translated(TO_CHAT.stream(true), chat))
                .contains(quoted("'content_block':{'type':'tool_use','id':'t','name':'f','input':{}}"))
                .contains(quoted("'partial_json':'{}'"));
    }

    @Test
    void toolCallsOfOneIndexAreToldApartByTheirIds() throws Exception {
        String chat = """
                data: {'id':'c','choices':[{'delta':{'tool_calls':[{'index':0,'id':'call_a','function':{'name':'f','arguments':'{}'}}]}}]}

                data: {'id':'c','choices':[{'delta':{'tool_calls':[{'index':0,'id':'call_b','function':{'name':'g','arguments':'{'}}]}}]}

                data: {'id':'c','choices':[{'delta':{'tool_calls':[{'index':0,'id':'call_b','function':{'arguments':'}'}}]}}]}

                """;
        assertThat(translated(TO_CHAT.stream(true), chat))
                .contains(quoted("'index':0,'content_block':{'type':'tool_use','id':'call_a','name':'f','input':{}}"))
                .contains(quoted("'index':0,'delta':{'type':'input_json_delta','partial_json':'{}'}"))
                .contains(quoted("'index':1,'content_block':{'type':'tool_use','id':'call_b','name':'g','input':{}}"))
                .contains(quoted("'index':1,'delta':{'type':'input_json_delta','partial_json':'{'}"))
                .contains(quoted("'index':1,'delta':{'type':'input_json_delta','partial_json':'}'}"));
    }

    @Test
    void whatTheOtherProtocolCannotTellIsAFailedStreamAndNoSilentLoss() {
        assertThatThrownBy(() -> translated(TO_CHAT.stream(true), "data: {'choices':\n\n"))
                .isInstanceOf(MalformedAnswerException.class);
        assertThatThrownBy(() -> translated(TO_CHAT.stream(true), """
                data: {'choices':[{'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'f'}}]}}]}

                data: {'choices':[{'delta':{'tool_calls':[{'index':1,'id':'b','function':{'name':'g'}}]}}]}

                data: {'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}}]}

                """)).isInstanceOf(MalformedAnswerException.class);
        assertThatThrownBy(() -> translated(TO_CHAT.stream(true), """
                data: {'choices':[{'delta':{'tool_calls':[{'index':0,'id':'a','function':{'arguments':'{}'}}]}}]}

                data: {'choices':[{'delta':{},'finish_reason':'tool_calls'}]}

                """))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("whose name never came");
        assertThatThrownBy(() -> translated(
                        TO_MESSAGES.stream(true),
                        "data: {'type':'content_block_start','content_block':{'type':'server_tool_use'}}\n\n"))
                .isInstanceOf(MalformedAnswerException.class);
    }

    /** Event by event, as a relay hands them over, and then the end. */
    private static String translated(StreamTranslation stream, String events) throws MalformedAnswerException {
        StringBuilder out = new StringBuilder();
        for (String event : quoted(events).split("(?<=\n\n)", -1)) {
            if (!event.isEmpty()) {
                out.append(text(stream.event(utf8(event))));
            }
        }
        return out.append(text(stream.end())).toString();
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
