package dev.tierwise.serving.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorTest {
    private static ProviderError error(String body) {
        return ProviderError.parse(body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"too long\"}}",
                "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\"}}",
                "{\"type\":\"error\",\"error\":{\"message\":\"prompt is too long: 205000 tokens > 200000 maximum\"}}",
                "{\"type\":\"error\",\"error\":{\"message\":\"input length and `max_tokens` exceed context limit: "
                        + "178959 + 64000 > 200000, decrease input length or `max_tokens` and try again\"}}",
                "{\"object\":\"error\",\"message\":\"The decoder prompt (length 9000) is longer than the maximum model "
                        + "length of 8192.\",\"type\":\"BadRequestError\",\"code\":400}",
                "{\"error\":{\"code\":400,\"type\":\"exceed_context_size_error\",\"message\":\"too long\"}}",
                "{\"error\":{\"message\":\"the request exceeds the available context size. try increasing it\"}}",
                "{\"error\":\"This model's maximum prompt length is 131072 but the request contains 200000 tokens.\"}",
            })
    void knowsARequestThatIsTooLongForTheModel(String body) {
        assertThat(error(body).contextTooLong()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_image_url,400",
        "image_parse_error,400",
        "image_file_not_found,400",
        "empty_image_file,400",
        "failed_to_download_image,400",
        "invalid_prompt,400",
        "model_not_found,404",
        "not_found_error,404",
        "invalid_api_key,401",
        "rate_limit_exceeded,429",
        "server_error,500",
        "vector_store_timeout,500"
    })
    void givesAnErrorEventTheStatusItWouldHaveHad(String code, int status) {
        assertThat(error("{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void takesNoOtherLimitForTheContext() {
        assertThat(error("{\"error\":{\"message\":\"max_tokens: 99999 > 64000\"}}")
                        .contextTooLong())
                .isFalse();
    }
}
