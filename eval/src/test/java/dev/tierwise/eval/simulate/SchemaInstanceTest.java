package dev.tierwise.eval.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaInstanceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"string\",\"minLength\":6}|\"textxx\"",
                "{\"type\":[\"integer\",\"null\"],\"minimum\":-5,\"maximum\":-3}|-3",
                "{\"type\":\"number\",\"exclusiveMinimum\":2}|3.0",
                "{\"enum\":[\"b\",\"a\"]}|\"b\"",
                "{\"anyOf\":[{\"type\":\"boolean\"},{\"type\":\"null\"}]}|true",
                "{\"type\":\"array\",\"minItems\":2,\"items\":{\"const\":7}}|[7,7]",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d\"},\"b\":{}},\"required\":[\"a\"],"
                        + "\"$defs\":{\"d\":{\"type\":\"string\",\"format\":\"date\"}}}|{\"a\":\"2026-01-01\"}",
            })
    void isTheSmallestThatIsValid(String schema, String instance) throws Exception {
        assertThat(Json.text(SchemaInstance.of(Json.read(schema.getBytes(UTF_8)))))
                .isEqualTo(instance);
    }
}
