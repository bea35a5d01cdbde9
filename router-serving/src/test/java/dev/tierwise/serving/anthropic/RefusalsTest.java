package dev.tierwise.serving.anthropic;

import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_CHAT;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.TO_MESSAGES;
import static dev.tierwise.serving.anthropic.GoldenExchangesTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.api.UntranslatableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other protocol cannot say is refused by name. Quotes are written as ' below. */
class RefusalsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            top_k                                  | 'top_k': 5
            brand_new                              | 'brand_new': {'a': 1}
            thinking                               | 'thinking': {'type': 'enabled', 'budget_tokens': 1024}
            stop_sequences                         | 'stop_sequences': ['a', 'b', 'c', 'd', 'e']
            mcp_servers                            | 'mcp_servers': []
            metadata.other                         | 'metadata': {'other': 'x'}
            service_tier                           | 'service_tier': 'gold'
            output_config.effort                   | 'output_config': {'effort': 'high'}
            tools[0].type                          | 'tools': [{'type': 'web_search_20250305', 'name': 'web_search'}]
            tools[0].defer_loading                 | 'tools': [{'name': 'a', 'input_schema': {}, 'defer_loading': true}]
            tools[0].name                          | 'tools': [{'input_schema': {}}]
            tools                                  | 'tools': {}
            tool_choice.type                       | 'tool_choice': {'type': 'maybe'}
            system[0]                              | 'system': [{'type': 'image'}]
            system                                 | 'system': 7
            messages                               | 'messages': []
            messages                               | 'messages': 'Hi'
            messages[0]                            | 'messages': ['Hi']
            messages[0].role                       | 'messages': [{'role': 'system', 'content': 'x'}]
            messages[0].name                       | 'messages': [{'role': 'user', 'content': 'x', 'name': 'Bo'}]
            messages[0].content                    | 'messages': [{'role': 'user', 'content': []}]
            messages[0].content                    | 'messages': [{'role': 'user'}]
            messages[0].content                    | 'messages': [{'role': 'assistant', 'content': []}]
            messages[0].content[0]                 | 'messages': [{'role': 'user', 'content': [{'type': 'document', 'source': {}}]}]
            messages[0].content[0].source.type     | 'messages': [{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'file', 'file_id': 'f'}}]}]
            messages[0].content[0].citations       | 'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'x', 'citations': [{}]}]}]
            messages[0].content[0].content[0]      | 'messages': [{'role': 'user', 'content': [{'type': 'tool_result', 'tool_use_id': 't', 'content': [{'type': 'image'}]}]}]
            messages[0].content[0].input           | 'messages': [{'role': 'assistant', 'content': [{'type': 'tool_use', 'id': 't', 'name': 'n', 'input': []}]}]
            """)
    void anAnthropicClientIsToldWhatChatCannotCarry(String param, String field) {
        refused(TO_CHAT, "'max_tokens': 1", field, param);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            n                                      | 'n': 2
            seed                                   | 'seed': 1
            stop                                   | 'stop': 5
            logprobs                               | 'logprobs': true
            logit_bias                             | 'logit_bias': {'1': 2}
            presence_penalty                       | 'presence_penalty': 0.5
            reasoning_effort                       | 'reasoning_effort': 'low'
            audio                                  | 'audio': {}
            modalities                             | 'modalities': ['text', 'audio']
            store                                  | 'store': true
            metadata                               | 'metadata': {'a': 'b'}
            functions                              | 'functions': []
            brand_new                              | 'brand_new': 0
            temperature                            | 'temperature': 1.2
            max_completion_tokens                  | 'max_tokens': 1, 'max_completion_tokens': 2
            service_tier                           | 'service_tier': 'flex'
            safety_identifier                      | 'user': 'a', 'safety_identifier': 'b'
            stream_options.include_obfuscation     | 'stream_options': {'include_obfuscation': true}
            response_format.type                   | 'response_format': {'type': 'json_object'}
            response_format.json_schema.schema     | 'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x'}}
            tools[0].type                          | 'tools': [{'type': 'custom', 'custom': {}}]
            tool_choice                            | 'tool_choice': 'required'
            tool_choice                            | 'tool_choice': 'perhaps'
            tool_choice.type                       | 'tool_choice': {'type': 'allowed_tools'}
            messages                               | 'messages': []
            messages[1].role                       | 'messages': [{'role': 'user', 'content': 'x'}, {'role': 'system', 'content': 'y'}]
            messages[0].role                       | 'messages': [{'role': 'function', 'content': 'x'}]
            messages[0].name                       | 'messages': [{'role': 'user', 'content': 'x', 'name': 'Bo'}]
            messages[0].content                    | 'messages': [{'role': 'user'}]
            messages[0].content[0]                 | 'messages': [{'role': 'user', 'content': [{'type': 'input_audio', 'input_audio': {}}]}]
            messages[0].content[0].image_url.detail| 'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {'url': 'https://x', 'detail': 'low'}}]}]
            messages[0].content[0].image_url.url   | 'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {'url': 'file:///etc/passwd'}}]}]
            messages[0].content                    | 'messages': [{'role': 'assistant', 'content': '', 'reasoning_content': 'y'}, {'role': 'user', 'content': 'x'}]
            messages[0].tool_calls[0].type         | 'messages': [{'role': 'assistant', 'tool_calls': [{'id': 't', 'type': 'custom'}]}]
            messages[0].tool_calls[0].function.arguments | 'messages': [{'role': 'assistant', 'tool_calls': [{'id': 't', 'function': {'name': 'n', 'arguments': '{'}}]}]
            messages[0].tool_calls[0].function.arguments | 'messages': [{'role': 'assistant', 'tool_calls': [{'id': 't', 'function': {'name': 'n', 'arguments': '[]'}}]}]
            """)
    void aChatClientIsToldWhatAnthropicCannotCarry(String param, String field) {
        refused(TO_MESSAGES, "'verbosity': null", field, param);
    }

    @Test
    void aRequestOfAnotherEndpointIsRefusedByItsOwnFields() {
        UntranslatableException e = catchThrowableOfType(
                UntranslatableException.class,
                () -> TO_MESSAGES.request(utf8("{\"model\":\"m\",\"input\":\"Hi\",\"previous_response_id\":\"r\"}")));
        assertThat(e.param()).isEqualTo("messages");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefusedSinceOneOfTheTwoWouldBeLost() {
        UntranslatableException e = catchThrowableOfType(
                UntranslatableException.class, () -> TO_CHAT.request(utf8("{\"max_tokens\":1,\"max_tokens\":2}")));
        assertThat(e.getMessage()).contains("repeated keys");
    }

    @Test
    void nestingWithoutEndIsRefusedAlsoInsideTheArgumentsOfATool() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        for (String body : List.of(
                "{\"model\":\"m\",\"messages\":" + deep + "}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"t\",\"function\":"
                        + "{\"name\":\"n\",\"arguments\":\"{\\\"a\\\":" + deep + "}\"}}]}]}")) {
            assertThat(catchThrowableOfType(UntranslatableException.class, () -> TO_MESSAGES.request(utf8(body))))
                    .isNotNull();
        }
    }

    private static void refused(Translation translation, String base, String field, String param) {
        String messages = field.contains("'messages'") ? "" : ", 'messages': [{'role': 'user', 'content': 'Hi'}]";
        String body = ("{'model': 'm', " + base + ", " + field + messages + "}").replace('\'', '"');
        UntranslatableException e =
                catchThrowableOfType(UntranslatableException.class, () -> translation.request(utf8(body)));
        assertThat(e).as(body).isNotNull();
        assertThat(e.param()).as(e.getMessage()).isEqualTo(param);
        assertThat(e.getMessage()).startsWith(param);
    }
}
