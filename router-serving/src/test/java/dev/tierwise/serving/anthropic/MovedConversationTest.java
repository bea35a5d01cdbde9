package dev.tierwise.serving.anthropic;

import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_CHAT;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_MESSAGES;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.text;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.StreamTranslation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A router may send each turn of a conversation to another model: what one provider answered must do as a part of what
 * the next one is asked, whichever wire either speaks. Quotes are written as ' below.
 */
class MovedConversationTest {
    private static final String AS_ANTHROPIC_TAKES_THEM = "[a-zA-Z0-9_-]+";

    @Test
    void idsThatAnthropicWouldRefuseAreMadeSuchAsItTakesAndStillJoinCallAndResult() {
        ObjectNode request = messages("""
                {'model':'m','messages':[{'role':'user','content':'Weather?'},
                 {'role':'assistant','content':null,'tool_calls':[
                   {'id':'functions.weather:0','type':'function','function':{'name':'weather','arguments':'{}'}},
                   {'id':'functions_weather_0','type':'function','function':{'name':'weather','arguments':'{}'}},
                   {'id':'functions/weather:0','type':'function','function':{'name':'weather','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'functions.weather:0','content':'1'},
                 {'role':'tool','tool_call_id':'functions_weather_0','content':'2'},
                 {'role':'tool','tool_call_id':'functions/weather:0','content':'3'}]}""");
        List<String> calls = texts(request.at("/messages/1/content"), "id");
        assertThat(calls)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches(AS_ANTHROPIC_TAKES_THEM))
                .element(1)
                .isEqualTo("functions_weather_0");
        assertThat(texts(request.at("/messages/2/content"), "tool_use_id")).isEqualTo(calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.weather:0", "call_1", ""})
    void anAnthropicClientGetsIdsThatItCanSendToAnthropic(String id) throws Exception {
        String call = "{'index':0,'id':'" + id + "','type':'function','function':{'name':'weather','arguments':'{}'}}";
        byte[] whole = TO_CHAT.answer(json("{'id':'gen-1.x','model':'m','choices':[{'index':0,'message':"
                + "{'role':'assistant','content':null,'tool_calls':[" + call + "]},'finish_reason':'tool_calls'}]}"));
        StreamTranslation stream = TO_CHAT.stream(true);
        byte[] first = stream.event(json("data: {'id':'gen-1.x','model':'m','choices':[{'index':0,'delta':"
                + "{'tool_calls':[" + call + "]},'finish_reason':null}]}\n\n"));

        String ofWhole = JsonTrees.answer(whole).at("/content/0/id").asText();
        assertThat(ofWhole).matches(AS_ANTHROPIC_TAKES_THEM);
        assertThat(idOfBlock(first)).isEqualTo(ofWhole);
        if (id.equals("call_1")) {
            assertThat(ofWhole).isEqualTo(id);
        }
    }

    @Test
    void callsWithoutIdsOfTwoAnswersDoNotShareOne() throws Exception {
        List<String> ids = new ArrayList<>();
        for (String answer : List.of("a", "b")) {
            byte[] message = TO_CHAT.answer(json("{'id':'" + answer + "','model':'m','choices':[{'index':0,'message':"
                    + "{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{}'}},"
                    + "{'function':{'name':'f','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}"));
            ids.addAll(texts(JsonTrees.answer(message).path("content"), "id"));
        }
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void anAnswerOfAnthropicsGoesBackToItAsTheTurnThatAChatClientMakesOfIt() throws Exception {
        ObjectNode answer = JsonTrees.answer(TO_MESSAGES.answer(json("""
                {'id':'msg_1','type':'message','role':'assistant','model':'m','content':[
                  {'type':'thinking','thinking':'An egg.','signature':'s'},{'type':'text','text':'Boil it.'}],
                 'stop_reason':'end_turn','usage':{'input_tokens':1,'output_tokens':1}}""")));
        JsonNode said = answer.at("/choices/0/message");
        assertThat(said.path("reasoning_content").asText()).isEqualTo("An egg.");

        ObjectNode request = JsonTrees.object().put("model", "m");
        ArrayNode turns = request.putArray("messages");
        turns.addObject().put("role", "user").put("content", "How?");
        turns.add(said);
        turns.addObject().put("role", "user").put("content", "And then?");
        ObjectNode sent = JsonTrees.request(TO_MESSAGES.request(JsonTrees.bytes(request)));
        assertThat(sent.at("/messages/1/content").toString()).isEqualTo("[{\"type\":\"text\",\"text\":\"Boil it.\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'content':null,'refusal':'No.'",
                "'content':[{'type':'refusal','refusal':'No.'}]",
                "'content':'No.','refusal':null,'reasoning':'Hm','reasoning_details':[{'text':'Hm'}],'annotations':[]"
            })
    void whatAChatProviderSaysBesideTextGoesToAnthropicAsTextOrNotAtAll(String said) {
        ObjectNode request = messages("{'model':'m','messages':[{'role':'user','content':'Hi'},{'role':'assistant',"
                + said + "},{'role':'user','content':'Why?'}]}");
        assertThat(request.at("/messages/1/content").toString()).isEqualTo("[{\"type\":\"text\",\"text\":\"No.\"}]");
    }

    @Test
    void whatAnthropicThoughtBeforeIsNotSaidToAChatProvider() {
        String request = text(TO_CHAT.request(json("""
                {'model':'m','max_tokens':9,'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':[
                  {'type':'thinking','thinking':'An egg.','signature':'s'},{'type':'redacted_thinking','data':'d'},
                  {'type':'text','text':'Boil it.'}]},{'role':'user','content':'And then?'}]}""")));
        assertThat(JsonTrees.request(utf8(request)).at("/messages/1").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"Boil it.\"}");
    }

    /** An answer that ended at its bound before it had said anything: null would be refused where there is no call. */
    @Test
    void anAnswerOfThoughtsAloneIsAnEmptyTurnToAChatProvider() {
        String request = text(TO_CHAT.request(json("""
                {'model':'m','max_tokens':9,'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':[
                  {'type':'thinking','thinking':'An egg.','signature':'s'}]},{'role':'user','content':'And?'}]}""")));
        assertThat(JsonTrees.request(utf8(request)).at("/messages/1").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
    }

    private static ObjectNode messages(String chat) {
        return JsonTrees.request(TO_MESSAGES.request(json(chat)));
    }

    private static byte[] json(String quoted) {
        return utf8(quoted.replace('\'', '"'));
    }

    private static List<String> texts(JsonNode blocks, String field) {
        return blocks.valueStream().map(block -> block.path(field).asText()).toList();
    }

    private static String idOfBlock(byte[] events) throws Exception {
        return RoundTripTest.data(events).stream()
                .map(event -> event.at("/content_block/id").asText())
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }
}
